import type { Watched } from './watched.ts';

/**
 * Calls `next` once, inside the ambient of a request; see {@link Watched.enter}. For frameworks that
 * wait for a callback and not for a promise: what `next` throws is uncaught, early or late.
 */
export function enterCallback(watched: Watched | null, next: () => void): void {
  if (watched === null) {
    next();
    return;
  }
  const entered: unknown = watched.enter(next);
  if (entered instanceof Promise) entered.catch(throwUncaught);
}

/** Out of the promise, where it would be an unhandled rejection, which is something else. */
function throwUncaught(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}
