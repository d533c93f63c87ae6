import { randomBytes } from 'node:crypto';
import type { Producer } from '@whodid/core';

/** Numbers the entries that the collector itself identifies: 1, 2, 3 ... since its start. */
export class OwnProducer {
  readonly #epoch = randomBytes(8).toString('hex');
  #seq = 0;

  /**
   * Runs `make`, which may take the next number. If it throws, the number is free again: a refused
   * entry must not leave a hole that looks like a loss.
   */
  numbering<T>(make: (next: () => Producer) => T): T {
    const before = this.#seq;
    try {
      return make(() => {
        this.#seq += 1;
        return { id: 'collector', epoch: this.#epoch, seq: this.#seq };
      });
    } catch (error) {
      this.#seq = before;
      throw error;
    }
  }
}
