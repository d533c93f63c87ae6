import type { IncomingMessage, OutgoingMessage } from 'node:http';
import type { BodyTap } from './body-tap.ts';

/** Any method of a stream. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Calls methods inside the ambient of a request. */
export interface Rejoin {
  rejoin(method: Method, self: unknown, args: readonly unknown[]): unknown;
}

/**
 * Looks at everything the app writes as answer or as request to others, and hands it on untouched: arguments, return
 * values, errors and order are those of the methods that were there before.
 *
 * @param beforeHead - called before something is written while Node has not sent the headers yet. Must
 * not throw.
 */
export function observeResponse(
  response: OutgoingMessage,
  tap: BodyTap,
  beforeHead?: () => void,
): void {
  // In some implementations, HTTP/2 and the tests' injection among them, `end` calls `write`.
  let inside = false;
  const observed = (original: Method): Method =>
    function observed(this: unknown, ...args) {
      if (inside) return Reflect.apply(original, this, args);
      inside = true;
      try {
        if (beforeHead !== undefined && !response.headersSent) beforeHead();
        if (!response.writableEnded && !response.destroyed) note(tap, args);
        return Reflect.apply(original, this, args);
      } finally {
        inside = false;
      }
    };
  // Assigned, as every middleware does it: `defineProperty` is the dearest part of a request.
  response.write = observed(response.write as Method) as OutgoingMessage['write'];
  response.end = observed(response.end as Method) as OutgoingMessage['end'];
}

/**
 * Looks at the body of a request where Node puts it into the stream. Nothing is read, resumed or
 * listened to, so a stream that the app has paused stays paused, and one that it ignores is
 * ignored.
 *
 * Listeners hear of the data inside the ambient: Node calls from the connection, which knows none.
 */
export function observeRequest(request: IncomingMessage, tap: BodyTap, ambient: Rejoin): void {
  const original = request.push as Method;
  const observed: Method = function push(this: unknown, ...args) {
    note(tap, args);
    return ambient.rejoin(original, this, args);
  };
  request.push = observed as IncomingMessage['push'];
}

function note(tap: BodyTap, [chunk, encoding]: readonly unknown[]): void {
  try {
    tap.add(chunk, encoding);
  } catch {
    // A chunk that cannot be looked at; the method itself decides what becomes of it.
  }
}
