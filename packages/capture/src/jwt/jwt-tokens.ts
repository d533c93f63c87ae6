import { systemClock } from '@whodid/core';
import type { TokenReader } from '../identity/token-reader.ts';
import type { JwtTokensOptions } from './jwt-options.ts';
import { JwtReader } from './jwt-reader.ts';

/**
 * Reads who made a request from JSON Web Tokens (RFC 7519) that it verifies itself, with `jose`.
 *
 * Verified are the signature, by an algorithm on the list and a key that is ours, `exp`, which must
 * be there, `nbf`, and `iss` and `aud` if they are set. Refused are also tokens in tokens, encrypted
 * tokens, `crit`, and those longer than 8 KiB. The user's name comes from `name` or
 * `preferred_username`, the role from `role`, `roles` or `role_names`, the id of the role from
 * `role_id` or `role_ids`, and `credential` is the `jti`.
 *
 * Keys of `jwksUrl` are fetched when the first token comes and every 10 minutes, within 2 s and
 * without redirects; once more for a key id that is not known, at most every 60 s; of several keys
 * that fit a token without `kid` none is chosen (OpenID Connect Core section 10.1). While the
 * issuer is away the last good keys are used for up to 24 h.
 *
 * A good verdict is kept for the next request with the same token, for at most 10 minutes and never
 * beyond `exp`.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used, a weak
 * or an unfitting key among them.
 *
 * @example
 * const tokens = jwtTokens({ jwksUrl: 'https://id.example.com/jwks', issuer: 'https://id.example.com', audience: 'shop' });
 */
export function jwtTokens(options: JwtTokensOptions): TokenReader {
  return new JwtReader(options, { clock: systemClock, waitMs: 2_000 });
}
