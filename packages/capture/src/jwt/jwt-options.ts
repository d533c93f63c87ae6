import { custom, type OptionRules, texts, wholeNumber } from '@whodid/core';
import { knownAlgorithms } from './algorithms.ts';

/** How tokens are verified and what is read from them. */
export interface JwtTokensOptions {
  /**
   * The secret of tokens signed with HMAC, as text (its UTF-8 bytes are used) or bytes. At least
   * as long as the hash (RFC 7518 section 3.2): 32 bytes for HS256, 48 for HS384, 64 for HS512.
   * Exactly one of `secret`, `publicKey` and `jwksUrl` is needed.
   *
   * @defaultValue none
   */
  readonly secret?: string | Uint8Array | undefined;

  /**
   * The public key of the issuer: PEM text that begins with `-----BEGIN PUBLIC KEY-----`, or a
   * JWK. RSA from 2048 bits, P-256, P-384, P-521, Ed25519.
   *
   * @defaultValue none
   */
  readonly publicKey?: string | { readonly [member: string]: unknown } | undefined;

  /**
   * Where the issuer publishes its keys as a JWK set (RFC 7517). `https:`, or `http:` for this
   * machine alone. Set `issuer` and `audience` too: many issuers sign for others with the same keys.
   *
   * @defaultValue none
   */
  readonly jwksUrl?: string | undefined;

  /**
   * The algorithms that are accepted, no others. Those of a secret and those of keys do not mix.
   *
   * @defaultValue for a secret `HS256`; for a public key what fits it, with SHA-256 where there is a
   * choice; for a JWK set `RS256`, `PS256`, `ES256`, `EdDSA` and `Ed25519`
   */
  readonly algorithms?: readonly string[] | undefined;

  /**
   * Who must have made the token: the `iss` claim is this, or one of these.
   *
   * @defaultValue anybody who has the key
   */
  readonly issuer?: string | readonly string[] | undefined;

  /**
   * For whom the token must be: the `aud` claim is or contains this, or one of these.
   *
   * @defaultValue anybody
   */
  readonly audience?: string | readonly string[] | undefined;

  /**
   * Name of the claim that holds the id of the user, or several: the first that is there counts.
   * Whole numbers become text.
   *
   * @defaultValue `["sub","user_id"]`
   */
  readonly subject?: string | readonly string[] | undefined;

  /**
   * Names of claims that are copied into `data`.
   *
   * @defaultValue none
   */
  readonly claims?: readonly string[] | undefined;

  /**
   * By how many seconds the clock of the issuer may differ from ours.
   *
   * @defaultValue `0`; from 0 to 300
   */
  readonly clockToleranceSeconds?: number | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNames = (value: unknown): boolean =>
  isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));
const isSecret = (value: unknown): boolean => isText(value) || value instanceof Uint8Array;
const isKey = (value: unknown): boolean =>
  isText(value) || (typeof value === 'object' && value !== null && !Array.isArray(value));

export const jwtRules: OptionRules<JwtTokensOptions> = {
  secret: custom<string | Uint8Array>('text or bytes', '', isSecret),
  publicKey: custom<string | { readonly [member: string]: unknown }>('PEM or a JWK', '', isKey),
  jwksUrl: custom('an https: URL, or http: on this machine, without user name', '', isKeySetUrl),
  algorithms: custom<readonly string[]>(
    `a list of ${knownAlgorithms.join(', ')}`,
    [],
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((item) => knownAlgorithms.includes(item)),
  ),
  issuer: custom<string | readonly string[]>('text or a list of texts', [], isNames),
  audience: custom<string | readonly string[]>('text or a list of texts', [], isNames),
  subject: custom<string | readonly string[]>(
    'a name or a list of names',
    ['sub', 'user_id'],
    isNames,
  ),
  claims: texts([]),
  clockToleranceSeconds: wholeNumber({ fallback: 0, min: 0, max: 300 }),
};

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function isKeySetUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
}
