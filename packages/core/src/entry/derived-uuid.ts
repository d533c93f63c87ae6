import { sha256 } from './hash.ts';

/**
 * The UUIDv8 (RFC 9562 section 5.8) of some texts: 122 bits of their SHA-256. The same texts give the
 * same id everywhere, and none of them can be read from it.
 */
export function derivedUuid(...texts: readonly string[]): string {
  // As JSON, so that no two lists of texts are the same bytes.
  const bytes = Buffer.from(sha256(JSON.stringify(texts)).subarray(0, 16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
