import { createHmac } from 'node:crypto';

/**
 * The id of a move: a UUIDv8 (RFC 9562) that follows from the entry and the revision.
 *
 * Whoever moves the same entry from the same revision therefore writes under the same id, and a store
 * keeps only the first entry of an id: that is the compare-and-set. Nobody can take an id in advance
 * who does not know the secret.
 */
export function moveId(
  secret: Uint8Array,
  { tenant, entry }: { readonly tenant: string; readonly entry: string },
  revision: number,
): string {
  const text = JSON.stringify([tenant, entry, revision]);
  const hex = createHmac('sha256', secret).update(text).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
