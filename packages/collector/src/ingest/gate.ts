import { Problem } from '../problem/problem.ts';
import type { IngestLimits } from './limits.ts';

/** The share of one request in what all of them may hold. */
export interface Pass {
  /** Takes more bytes. @throws Problem `BUSY` if the others hold too much. */
  take(bytes: number): void;
  /** Gives everything back. Idempotent. */
  leave(): void;
}

/**
 * Bounds what requests in progress hold together, so that memory stays flat however many come.
 * Who does not get in is told to come again: senders have a spool, we do not.
 */
export class Gate {
  readonly #limits: IngestLimits;
  #requests = 0;
  #bytes = 0;

  constructor(limits: IngestLimits) {
    this.#limits = limits;
  }

  /** @throws Problem `BUSY` if too many are in progress. */
  enter(): Pass {
    if (this.#requests >= this.#limits.requests) throw busy();
    this.#requests += 1;
    let held = 0;
    let left = false;
    return {
      take: (bytes) => {
        if (this.#bytes + bytes > this.#limits.totalBytes) throw busy();
        this.#bytes += bytes;
        held += bytes;
      },
      leave: () => {
        if (left) return;
        left = true;
        this.#requests -= 1;
        this.#bytes -= held;
      },
    };
  }
}

function busy(): Problem {
  return new Problem('BUSY', 'Too much is being received at once. Nothing was written.');
}
