const bearer = /^(?:bearer|jwt|token) +([^\s,]+) *$/i;

/**
 * The token in an `authorization` header (RFC 6750 section 2.1); `undefined` if it carries none, as
 * with the scheme `Basic`. `JWT` and `Token` are taken for `Bearer`, as older frameworks write them.
 */
export function bearerToken(header: unknown): string | undefined {
  return typeof header === 'string' ? bearer.exec(header)?.[1] : undefined;
}
