import type { EntryFields } from '@whodid/core';
import { durationAt, durationStep } from './duration-scale.ts';
import type {
  TalliedGroup,
  Tally,
  TallyCount,
  TallyGroup,
  TallyRequest,
  TallyValue,
} from './tally.ts';
import { sortOf, tallyName, tallyValues } from './tally-values.ts';

type What = Pick<TallyRequest, 'by' | 'top' | 'order' | 'edges'>;

/** Counts entries, one after the other, in any order. */
export class Tallier {
  readonly #what: What;
  readonly #all = new Count();
  readonly #buckets: readonly Count[];
  readonly #groups: readonly Map<string, Value>[];

  constructor(what: What) {
    this.#what = what;
    this.#buckets = what.edges.slice(1).map(() => new Count());
    this.#groups = what.by.map(() => new Map());
  }

  /** @param at - when it happened, in milliseconds since 1970. */
  add(entry: EntryFields, at: number): void {
    const sort = sortOf(entry);
    this.#all.add(sort);
    this.#buckets[bucketOf(at, this.#what.edges)]?.add(sort);
    for (const [index, by] of this.#what.by.entries()) {
      const values = this.#groups[index];
      if (values === undefined) continue;
      for (const value of valuesIn(entry, by)) {
        const key = JSON.stringify(value);
        const known = values.get(key) ?? new Value(value);
        values.set(key, known);
        known.take(entry, at, sort, tallyName(entry, by[0], value[0] ?? ''));
      }
    }
  }

  /** @param countedFrom - the earliest moment that was looked at, if not all was. */
  tally(countedFrom: number | null = null): Tally {
    return {
      ...this.#all.tally(),
      buckets: this.#buckets.map((bucket) => bucket.tally()),
      groups: this.#what.by.map((by, index) => this.#group(by, this.#groups[index] ?? new Map())),
      countedFrom,
    };
  }

  #group(by: TallyGroup, values: ReadonlyMap<string, Value>): TalliedGroup {
    const { top, order } = this.#what;
    const first = order === 'count' ? mostFirst : newestFirst;
    const sorted = [...values.values()].sort((a, b) => first(a, b) || byText(a.value, b.value));
    return { by, values: sorted.slice(0, top).map((one) => one.finish()), distinct: values.size };
  }
}

class Count {
  count = 0;
  failed = 0;
  writes = 0;

  add(sort: ReturnType<typeof sortOf>): void {
    this.count += 1;
    if (sort !== null) this[sort] += 1;
  }

  tally(): TallyCount {
    return { count: this.count, failed: this.failed, writes: this.writes };
  }
}

class Value extends Count {
  readonly value: readonly string[];
  #name: string | undefined;
  #namedAt = -Infinity;
  #firstAt = Infinity;
  lastAt = -Infinity;
  readonly #durations = new Map<number, number>();

  constructor(value: readonly string[]) {
    super();
    this.value = value;
  }

  take(
    { http }: EntryFields,
    at: number,
    sort: ReturnType<typeof sortOf>,
    name: string | undefined,
  ): void {
    this.add(sort);
    this.#firstAt = Math.min(this.#firstAt, at);
    this.lastAt = Math.max(this.lastAt, at);
    if (name !== undefined && at > this.#namedAt) {
      this.#name = name;
      this.#namedAt = at;
    }
    if (http !== undefined) {
      const step = durationStep(http.durationMs);
      this.#durations.set(step, (this.#durations.get(step) ?? 0) + 1);
    }
  }

  finish(): TallyValue {
    const p50Ms = durationAt(this.#durations, 0.5);
    const p95Ms = durationAt(this.#durations, 0.95);
    return {
      value: this.value,
      ...(this.#name === undefined ? {} : { name: this.#name }),
      ...this.tally(),
      firstAt: this.#firstAt,
      lastAt: this.lastAt,
      ...(p50Ms === undefined || p95Ms === undefined ? {} : { p50Ms, p95Ms }),
    };
  }
}

function valuesIn(entry: EntryFields, [first, second]: TallyGroup): readonly (readonly string[])[] {
  const values = tallyValues(entry, first);
  if (second === undefined) return values.map((value) => [value]);
  const others = tallyValues(entry, second);
  return values.flatMap((value) => others.map((other) => [value, other]));
}

// The bucket that a moment is in, by halving; none before the first edge and from the last one on.
function bucketOf(at: number, edges: readonly number[]): number {
  if (at >= (edges.at(-1) ?? -Infinity)) return -1;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function mostFirst(a: Value, b: Value): number {
  return b.count - a.count || newestFirst(a, b);
}

function newestFirst(a: Value, b: Value): number {
  return b.lastAt - a.lastAt;
}

// Whichever came first must not decide: the same entries give the same answer.
function byText(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
