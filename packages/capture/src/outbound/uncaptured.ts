import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<true>();

/**
 * Runs `fn` so that calls which it makes, now or later, are not captured: because somebody nearer to
 * the app records them already, or because we are recording. An alarm that calls `fetch` for each
 * fault would otherwise cause the next one.
 */
export function uncaptured<T>(fn: () => T): T {
  return scope.run(true, fn);
}

/** Like {@link uncaptured}, for the rest of this callback and what it starts. */
export function enterUncaptured(): void {
  scope.enterWith(true);
}

export function isUncaptured(): boolean {
  return scope.getStore() === true;
}
