import type { KeyObject } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';

/** What `jose` verifies with. */
export type VerificationKey = CryptoKey | KeyObject | JWK | Uint8Array;

/** A key, or why there is none. */
export type KeyFinding =
  | { readonly key: VerificationKey }
  | { readonly refused: 'key' | 'unavailable' };

/** The part of a token's header by which a key is chosen. Nobody has verified it yet. */
export interface KeyHint {
  readonly alg: string;
  readonly kid?: string;
}

/** Where keys come from, and for which algorithms they are. */
export interface KeySource {
  readonly algorithms: readonly string[];
  /** Never rejects. */
  find(hint: KeyHint): Promise<KeyFinding>;
}
