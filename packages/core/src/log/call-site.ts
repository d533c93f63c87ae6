import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where in the app a line comes from. Each is `""` if it is not known. */
export interface CallSite {
  readonly path: string;
  /** The file's name without ending. */
  readonly module: string;
  readonly function: string;
}

export const noCallSite: CallSite = Object.freeze({ path: '', module: '', function: '' });

/** Who called `callee`, which must be on the stack. Never throws. */
export function callSite(callee: (...args: never[]) => unknown): CallSite {
  try {
    return readFrame(frameAbove(callee));
  } catch {
    return noCallSite;
  }
}

function frameAbove(callee: (...args: never[]) => unknown): string {
  const holder: { stack?: unknown } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    Error.captureStackTrace(holder, callee);
    const { stack } = holder;
    return typeof stack === 'string' ? (stack.split('\n')[1] ?? '') : '';
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

// `at name (place:line:column)`, or without a name `at place:line:column`.
function readFrame(frame: string): CallSite {
  const found = /^\s*at (?:(?:async )?(.+?) \()?(.+?):\d+:\d+\)?$/.exec(frame);
  if (found === null) return noCallSite;
  const [, name = '', place = ''] = found;
  const path = place.startsWith('file:') ? fileURLToPath(place) : place;
  return { path, module: basename(path, extname(path)), function: name };
}
