import { createHmac, randomBytes } from 'node:crypto';

/** How many places there are: so much memory is taken at most. */
const count = 1 << 16;

/**
 * Puts every text into one of a fixed number of places, so that inventing texts takes no memory.
 * With a key of its own: nobody outside can find two texts that share a place.
 */
export class Places {
  readonly #key = randomBytes(32);

  of(text: string): string {
    const hash = createHmac('sha256', this.#key).update(text).digest();
    return String(hash.readUInt32BE() % count);
  }
}
