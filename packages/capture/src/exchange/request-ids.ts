import type { AmbientIds } from '@whodid/core';

const saneId = /^[A-Za-z0-9][\w.:+/=@~-]{0,127}$/;
const traceParent =
  /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}(?:-|$)/;

/**
 * The id that the caller gave the request in `x-request-id`, if it is one: letters, digits and
 * `.:+/=@~_-`, at most 128. Anything else could be made to look like something it is not in a log.
 */
export function givenRequestId(header: unknown): string | undefined {
  return typeof header === 'string' && saneId.test(header) ? header : undefined;
}

/** The ids in a W3C `traceparent` header; nothing if it is not exactly one. */
export function traceIds(header: unknown): Pick<AmbientIds, 'traceId' | 'spanId'> {
  if (typeof header !== 'string') return {};
  const [, traceId, spanId] = traceParent.exec(header) ?? [];
  return traceId === undefined || spanId === undefined ? {} : { traceId, spanId };
}
