import { type Actor, custom, type OptionRules, wholeNumber } from '@whodid/core';
import { signedInUser } from './actor.ts';

/** What can be chosen about capture, for every framework. */
export interface CaptureOptions<Req extends object> {
  /**
   * Who made the request; `null` or `undefined` for anonymous. Asked when the response is over,
   * because sign-in usually runs later, and for each entry recorded meanwhile.
   *
   * @defaultValue reads `request.user`, then `request.auth`, as sign-in middleware leaves them
   */
  readonly actorOf?: ((request: Req) => Actor | null | undefined) | undefined;

  /**
   * Most bytes kept of a request body and of a response body. All bytes are counted. Only text is
   * kept: JSON, forms, XML, GraphQL, `text/*`; a form with files only if it is within the limit.
   *
   * @defaultValue `16384`; from 0 (none) to 1048576
   */
  readonly bodyLimitBytes?: number | undefined;

  /**
   * Whether to leave a request unrecorded. Asked when it arrives. What the app records itself
   * while it handles the request is kept.
   *
   * @defaultValue a function that returns `false`
   */
  readonly skip?: ((request: Req) => boolean) | undefined;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** The rules of {@link CaptureOptions}, for {@link readOptions}. */
export function captureRules<Req extends object>(): OptionRules<CaptureOptions<Req>> {
  return {
    actorOf: custom('a function', signedInUser, isFunction),
    bodyLimitBytes: wholeNumber({ fallback: 16_384, min: 0, max: 1_048_576 }),
    skip: custom('a function', () => false, isFunction),
  };
}
