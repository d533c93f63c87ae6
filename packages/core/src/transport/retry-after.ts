/**
 * Reads the header `Retry-After` (RFC 9110 section 10.2.3), whole seconds or a date, as the fact of
 * `TRANSPORT_UNAVAILABLE`. Nothing for a header that is missing or is neither.
 *
 * @param nowMs - the time that a date is compared with.
 */
export function readRetryAfter(
  header: string | null,
  nowMs: number,
): { readonly retryAfterMs?: number } {
  const text = (header ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return { retryAfterMs: Number(text) * 1000 };
  // Of what `Date.parse` takes, all but the three forms of HTTP dates begins otherwise.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? {} : { retryAfterMs: Math.max(0, at - nowMs) };
}
