import type { Recorder } from '@whodid/core';

const waiting = new Set<() => void>();
let watchingExit = false;

/**
 * Runs `fn` once: when `ready` settles, or when the recorder closes or the process exits before that.
 * What it throws is a fault: a promise would take it for an unhandled rejection, which ends the process.
 */
export function onceReady(
  recorder: Pick<Recorder, 'fault' | 'hold'>,
  ready: Promise<unknown>,
  fn: () => void,
): void {
  watchExit();
  const run = (): void => {
    if (!waiting.delete(run)) return;
    try {
      fn();
    } catch (error) {
      recorder.fault('capture.record', error);
    }
  };
  waiting.add(run);
  recorder.hold(ready.then(run, run), run);
}

function watchExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => {
    for (const run of [...waiting]) run();
  });
}
