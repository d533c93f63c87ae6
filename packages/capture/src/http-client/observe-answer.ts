import type { IncomingMessage } from 'node:http';
import type { BodyTap } from '../exchange/body-tap.ts';
import type { Method } from '../exchange/observe.ts';

/**
 * Looks at the body of an answer where Node puts it into the stream: nothing is read, resumed or
 * listened to.
 *
 * @param onEnd - called when all of it has come, whether the app reads it or not. Must not throw.
 */
export function observeAnswer(response: IncomingMessage, tap: BodyTap, onEnd: () => void): void {
  const original = response.push as Method;
  const observed: Method = function push(this: unknown, chunk, ...rest) {
    tap.add(chunk, rest[0]);
    const more = Reflect.apply(original, this, [chunk, ...rest]);
    if (chunk === null) onEnd();
    return more;
  };
  response.push = observed as IncomingMessage['push'];
}
