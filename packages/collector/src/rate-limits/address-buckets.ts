import { hash, randomBytes } from 'node:crypto';
import { canonicalAddress } from '@whodid/capture/address';

/** Few enough to stay small, and enough that two who abuse us hardly ever share one with anybody. */
export const bucketCount = 16_384;

/**
 * The bucket that requests from an address are counted in.
 *
 * Addresses are chosen by whoever sends, and there may be millions of them: buckets bound what is
 * kept, and nobody can push out what is known of somebody else. Which addresses share one is
 * different in each process.
 */
export class AddressBuckets {
  readonly #salt = randomBytes(16).toString('hex');

  of(address: string): string {
    const digest = hash('sha256', this.#salt + networkOf(address));
    return String(Number.parseInt(digest.slice(0, 8), 16) % bucketCount);
  }
}

/** The address itself, or of IPv6 the first 64 bits: everybody has as many of the others as he likes. */
export function networkOf(address: string): string {
  const known = canonicalAddress(address) ?? 'unknown';
  if (!known.includes(':')) return known;
  const [left = '', right] = known.split('::');
  const [before, after] = [groupsOf(left), groupsOf(right ?? '')];
  const zeros = right === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
