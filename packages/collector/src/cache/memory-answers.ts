import type { Clock } from '@whodid/core';
import { LRUCache } from 'lru-cache';
import { type AnswerCache, answerLifeMs, type Owner } from './answer-cache.ts';
import { hashedName } from './hashed-name.ts';
import { type AnswerShelf, type Spot, VersionedAnswers } from './versioned-answers.ts';

export interface MemoryAnswersOptions {
  readonly clock: Clock;
  /**
   * Most memory for answers. The one that was used last longest ago goes first.
   *
   * @defaultValue 32 MiB
   */
  readonly limitBytes?: number;
  /**
   * Most people whose versions are remembered. Answers about others are asked for again.
   *
   * @defaultValue 10000
   */
  readonly ownerLimit?: number;
}

/** Keeps answers in this process. */
export function memoryAnswers(options: MemoryAnswersOptions): AnswerCache {
  return new VersionedAnswers(new MemoryShelf(options), options.clock);
}

interface Kept {
  readonly version: number;
  readonly answer: string;
  /** On the clock that never goes back. */
  readonly askedAt: number;
}

/** What an answer costs besides its text: names, objects, the places in the list. */
const overheadBytes = 512;

class MemoryShelf implements AnswerShelf {
  readonly kind = 'memory';
  readonly #clock: Clock;
  readonly #answers: LRUCache<string, Kept>;
  readonly #versions: LRUCache<string, number>;
  /** Counted for all owners together: a version that is pushed out must not come back. */
  #lastVersion = 0;
  #closed = false;

  constructor({ clock, limitBytes = 32 * 1024 * 1024, ownerLimit = 10_000 }: MemoryAnswersOptions) {
    this.#clock = clock;
    this.#versions = new LRUCache({ max: ownerLimit });
    this.#answers = new LRUCache({
      maxSize: limitBytes,
      // Two bytes for each character, if one of them is not Latin.
      sizeCalculation: ({ answer }) => overheadBytes + 2 * answer.length,
    });
  }

  async find(owner: Owner, question: string): Promise<Spot | null> {
    if (this.#closed) return null;
    const version = this.#versionOf(owner);
    const place = hashedName(owner.tenant, owner.userId, question);
    const kept = this.#answers.get(place);
    return {
      name: `${place} ${version}`,
      kept: kept !== undefined && this.#isGood(kept, version) ? kept.answer : null,
      keep: (answer, ageMs) => {
        if (this.#closed) return;
        this.#answers.set(place, { version, answer, askedAt: this.#clock.monotonicMs() - ageMs });
      },
    };
  }

  async invalidate(owners: readonly Owner[]): Promise<void> {
    for (const owner of owners) this.#versions.delete(nameOf(owner));
  }

  warning(): undefined {
    return undefined;
  }

  close(): void {
    this.#closed = true;
    this.#answers.clear();
  }

  #isGood({ version, askedAt }: Kept, current: number): boolean {
    return version === current && this.#clock.monotonicMs() - askedAt < answerLifeMs;
  }

  #versionOf(owner: Owner): number {
    const name = nameOf(owner);
    const known = this.#versions.get(name);
    if (known !== undefined) return known;
    this.#lastVersion += 1;
    this.#versions.set(name, this.#lastVersion);
    return this.#lastVersion;
  }
}

function nameOf({ tenant, userId }: Owner): string {
  return hashedName(tenant, userId);
}
