import { setTimeout as wait } from 'node:timers/promises';

const limitMs = 20_000;

/** Waits until something is so; fails with `what` if it is not within 20 s. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + limitMs; !isSo(); ) {
    if (performance.now() > end) throw new Error(`still waiting: ${what}`);
    await wait(5);
  }
}
