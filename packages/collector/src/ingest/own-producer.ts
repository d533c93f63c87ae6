import { randomBytes } from 'node:crypto';
import type { Producer } from '@whodid/core';

/**
 * Numbers the entries that the collector itself identifies: 1, 2, 3 ... since its start.
 *
 * A number whose entry was not stored is given to a later one: a hole would look like a loss.
 */
export class OwnProducer {
  readonly #epoch = randomBytes(8).toString('hex');
  /** Handed out, and not yet known whether stored. */
  readonly #open = new Set<number>();
  readonly #free: number[] = [];
  #last = 0;

  next(): Producer {
    const seq = this.#free.shift() ?? this.#count();
    this.#open.add(seq);
    return { id: 'collector', epoch: this.#epoch, seq };
  }

  /** Tells what became of an entry. Anything that was not numbered here changes nothing. */
  settle({ epoch, seq }: Producer, stored: boolean): void {
    if (epoch === this.#epoch && this.#open.delete(seq) && !stored) this.#free.push(seq);
  }

  #count(): number {
    this.#last += 1;
    return this.#last;
  }
}
