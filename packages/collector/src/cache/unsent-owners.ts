import type { Clock } from '@whodid/core';
import { answerLifeMs } from './answer-cache.ts';

/** How many are remembered. */
const ownerLimit = 10_000;

/** Answers are this old at most; twice, because the clocks of collectors differ. */
const pauseMs = 2 * answerLifeMs;

/**
 * The owners whose changes Redis has not heard of yet. It has to hear of all of them before
 * anything is read from it again.
 */
export class UnsentOwners {
  readonly #clock: Clock;
  readonly #owners = new Set<string>();
  #lostTrackAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers owners, or that there were too many: then every answer of before is stale. */
  add(owners: Iterable<string>): void {
    for (const owner of owners) this.#owners.add(owner);
    if (this.#owners.size <= ownerLimit) return;
    this.#owners.clear();
    this.#lostTrackAt = this.#clock.monotonicMs();
  }

  /** Hands out what has to be sent now. What could not be sent has to be added again. */
  take(limit: number): readonly string[] {
    const taken = [...this.#owners].slice(0, limit);
    for (const owner of taken) this.#owners.delete(owner);
    return taken;
  }

  /** How long until every answer that may be stale has come of age, in milliseconds. */
  pauseMs(): number {
    return Math.max(0, this.#lostTrackAt + pauseMs - this.#clock.monotonicMs());
  }
}
