import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 256 random bits as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 24 random characters of base62, to name a key by. Not secret. */
export function newKeyId(): string {
  return Array.from({ length: 24 }, () => base62[randomInt(62)]).join('');
}

/**
 * SHA-256, which is all that is kept of a secret. Enough without salt or slowness, because what it
 * is used on has 256 random bits.
 */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares two hashes without telling by the time it takes how much of them is equal. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
