import { AsyncResource } from 'node:async_hooks';
import { ambientActor, type Recorder } from '@whodid/core';

/** When something was changed, and what was ambient then. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Runs `fn` as if it were there: entries are recorded later, at the commit, by whoever commits. */
  within(fn: () => void): void;
}

/** Here and now. */
export function momentOf(recorder: Recorder): Moment {
  const actor = ambientActor();
  // What `AsyncLocalStorage.snapshot` comes to, at a twentieth of its price: 0.1 instead of 3 µs.
  const there = new AsyncResource('WHODID_WRITE', { requireManualDestroy: true });
  return {
    at: recorder.now(),
    within: (fn) =>
      there.runInAsyncScope(() => (actor === null ? fn() : recorder.within({ actor }, fn))),
  };
}
