import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something is so; fails with `what` if it is not in time. */
export async function until(
  what: string,
  isSo: () => boolean,
  limitMs: number = 20_000,
): Promise<void> {
  for (const end = performance.now() + limitMs; !isSo(); ) {
    if (performance.now() > end) throw new Error(`still waiting: ${what}`);
    await wait(5);
  }
}
