import type { Entry } from '@whodid/core';
import { LRUCache } from 'lru-cache';
import { type Hole, NumberRanges } from './number-ranges.ts';

/** One start of a process that sends entries, as far as it was heard of. */
export interface ProducerState {
  readonly id: string;
  readonly epoch: string;
  /** What it calls itself: `shop 1.4.2`. */
  readonly service: string;
  /** When something came from it last, in milliseconds since 1970. */
  readonly lastSeenAt: number;
  /** The highest number that it gave an entry. */
  readonly lastNumber: number;
  readonly holes: readonly Hole[];
}

/** Beyond it, the one that was quiet longest is forgotten. */
const producerLimit = 1000;

interface Known {
  readonly id: string;
  readonly epoch: string;
  readonly numbers: NumberRanges;
  service: string;
  lastSeenAt: number;
}

/** Who sends entries, and which of the numbers that each gives them have not come. */
export class Producers {
  readonly #known = new LRUCache<string, Known>({ max: producerLimit });

  see({ producer: { id, epoch, seq }, service }: Entry, now: number): void {
    const key = JSON.stringify([id, epoch]);
    const known = this.#known.get(key) ?? this.#begin(key, id, epoch);
    known.numbers.see(seq, now);
    known.lastSeenAt = now;
    known.service = [service.name, service.version].filter(Boolean).join(' ');
  }

  /** All of them, the one that was heard of last first. */
  list(): readonly ProducerState[] {
    return [...this.#known.values()]
      .map(({ id, epoch, service, lastSeenAt, numbers }) => ({
        ...{ id, epoch, service, lastSeenAt },
        lastNumber: numbers.last,
        holes: numbers.holes,
      }))
      .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt);
  }

  #begin(key: string, id: string, epoch: string): Known {
    const known = { id, epoch, numbers: new NumberRanges(), service: '', lastSeenAt: 0 };
    this.#known.set(key, known);
    return known;
  }
}
