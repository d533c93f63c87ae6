import { custom, flag, type OptionRules, wholeNumber } from '@whodid/core';

/** A call that is about to be made. */
export interface OutboundCall {
  /** In upper case: `GET`. */
  readonly method: string;
  /** The whole address, with everything in it that is secret. */
  readonly url: string;
}

/** What can be chosen about the capture of calls to others, for every client. */
export interface OutboundOptions {
  /**
   * Most bytes kept of a request body and of a response body. All bytes are counted. Only text is
   * kept: JSON, forms, XML, GraphQL, `text/*`; a form with files only if it is within the limit.
   *
   * @defaultValue `16384`; from 0 (none) to 1048576
   */
  readonly bodyLimitBytes?: number | undefined;

  /**
   * Whether to leave a call unrecorded, as health checks and polling. Asked when it is made.
   *
   * @defaultValue a function that returns `false`
   */
  readonly skip?: ((call: OutboundCall) => boolean) | undefined;

  /**
   * Whether to send the request id on as `x-request-id`, and the trace id as `traceparent`, unless
   * the call has such a header. Tell it only to services that may know.
   *
   * @defaultValue `false`
   */
  readonly propagate?: boolean | undefined;
}

/** The rules of {@link OutboundOptions}, for `readOptions`. */
export const outboundRules: OptionRules<OutboundOptions> = {
  bodyLimitBytes: wholeNumber({ fallback: 16_384, min: 0, max: 1_048_576 }),
  skip: custom(
    'a function',
    () => false,
    (value) => typeof value === 'function',
  ),
  propagate: flag(false),
};
