import type { Ending } from './ending.ts';
import type { Operation } from './operation.ts';
import { type Call, patchMethod } from './patch-method.ts';

/**
 * Follows an operation that gives a stream to the app, which reads or writes it in its own time. It
 * is over when the stream fails or is closed; one that the app leaves before its end has the outcome
 * `unknown` and the reason `ABORTED`.
 *
 * The stream's `emit` is looked at instead of listening: a listener for errors would make one that
 * the app does not handle look handled.
 */
export function followStream(
  operation: Operation,
  call: Call,
  direction: 'read' | 'write',
  failed: (error: unknown) => Ending,
): unknown {
  let stream: unknown;
  try {
    stream = call();
  } catch (error) {
    operation.end(failed(error));
    throw error;
  }
  if (typeof stream === 'object' && stream !== null) watch(stream, operation, direction, failed);
  return stream;
}

function watch(
  stream: object,
  operation: Operation,
  direction: 'read' | 'write',
  failed: (error: unknown) => Ending,
): void {
  let complete = false;
  if (direction === 'write') {
    // Called once everything is written. `ssh2` closes the stream there; `finish` may never come.
    patchMethod(stream, '_final', (call) => {
      complete = true;
      return call();
    });
  }
  patchMethod(stream, 'emit', (call, [event, error]) => {
    if (direction === 'read' && event === 'end') complete = true;
    if (event === 'error') operation.end(failed(error));
    if (event === 'close') operation.end(complete ? { outcome: 'success' } : aborted);
    return call();
  });
}

const aborted: Ending = { outcome: 'unknown', reason: 'ABORTED' };
