import type { Ambient } from '@whodid/core';
import { givenRequestId } from '../exchange/request-ids.ts';

const traceId = /^(?!0{32})[\da-f]{32}$/;
const spanId = /^(?!0{16})[\da-f]{16}$/;

/**
 * The headers that let the other side name the same request: `x-request-id`, and `traceparent` as in
 * W3C Trace Context. The flags say that nothing was sampled, because we keep no spans.
 */
export function passedOn(from: Ambient): readonly (readonly [name: string, value: string])[] {
  const headers: [string, string][] = [];
  const requestId = givenRequestId(from.requestId);
  if (requestId !== undefined) headers.push(['x-request-id', requestId]);
  if (traceId.test(from.traceId ?? '') && spanId.test(from.spanId ?? '')) {
    headers.push(['traceparent', `00-${from.traceId}-${from.spanId}-00`]);
  }
  return headers;
}
