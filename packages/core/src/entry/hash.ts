import { createHash } from 'node:crypto';

/** SHA-256 of bytes, or of text as UTF-8: 32 bytes. */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
