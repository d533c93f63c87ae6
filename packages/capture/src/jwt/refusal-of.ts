import type { Refusal } from '../identity/token-reader.ts';

const byCode: ReadonlyMap<unknown, Refusal> = new Map<unknown, Refusal>([
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'signature'],
  ['ERR_JWT_EXPIRED', 'expired'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'algorithm'],
  ['ERR_JOSE_NOT_SUPPORTED', 'algorithm'],
  ['ERR_JWS_INVALID', 'malformed'],
  ['ERR_JWT_INVALID', 'malformed'],
]);

const byClaim: ReadonlyMap<unknown, Refusal> = new Map<unknown, Refusal>([
  ['iss', 'issuer'],
  ['aud', 'audience'],
]);

/** The word for what `jose` has thrown. What is left is about a key that does not fit the token. */
export function refusalOf(error: unknown): Refusal {
  const { code, claim, reason } = (error ?? {}) as { readonly [fact: string]: unknown };
  if (code !== 'ERR_JWT_CLAIM_VALIDATION_FAILED') return byCode.get(code) ?? 'key';
  if (claim === 'nbf' && reason === 'check_failed') return 'not_yet_valid';
  return byClaim.get(claim) ?? 'claims';
}
