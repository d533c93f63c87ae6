import { existsSync } from 'node:fs';

/** A program that npm cannot bring and that some tests need. */
export interface NeededProgram {
  readonly path: string;
  /** What nobody tests without it. */
  readonly what: string;
}

export const chromiumProgram: NeededProgram = {
  path: '/usr/bin/chromium',
  what: 'the dashboard in a real browser',
};

export const redisProgram: NeededProgram = {
  path: '/usr/bin/redis-server',
  what: 'the cache and the task queue in a real Redis',
};

export const neededPrograms: readonly NeededProgram[] = [chromiumProgram, redisProgram];

/**
 * Why tests that need a program are left out on this machine; `false` if they run. A suite that is
 * quietly left out proves nothing, so it is said loudly.
 *
 * @throws Error under `CI=true`, where leaving out is a failure.
 */
export function leftOutWithout({ path, what }: NeededProgram): string | false {
  if (existsSync(path)) return false;
  const reason = `NOT tested, for there is no ${path}: ${what}`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.error(`LEFT OUT: ${reason}`);
  return reason;
}
