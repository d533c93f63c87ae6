import { randomBytes } from 'node:crypto';

/**
 * A producer's numbers for entries of which it is not certain yet that they will be: one transaction
 * at a time takes the next ones, and only if it is committed they are used up. So there are no holes.
 */
export class Numbering {
  readonly epoch: string = randomBytes(8).toString('hex');
  #used = 0;

  /** The first number that is free. */
  get next(): number {
    return this.#used + 1;
  }

  /** So many of them are entries now. */
  use(count: number): void {
    this.#used += count;
  }
}
