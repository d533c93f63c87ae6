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

/** What an entry is counted as, besides its values. */
export interface TallyRow {
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  readonly sort: ReturnType<typeof sortOf>;
  /** On the duration scale; `null` if it is no HTTP request. */
  readonly step: number | null;
}

/** Counts entries, one after the other, in any order. */
export class Tallier {
  readonly #what: What;
  readonly #all = new Count();
  readonly #buckets: readonly Count[];
  readonly #groups: readonly Map<string, ValueTally>[];

  constructor(what: What) {
    this.#what = what;
    this.#buckets = what.edges.slice(1).map(() => new Count());
    this.#groups = what.by.map(() => new Map());
  }

  /** Counts a whole entry. */
  add(entry: EntryFields, at: number): void {
    const { http } = entry;
    const step = http === undefined ? null : durationStep(http.durationMs);
    const row = { at, sort: sortOf(entry), step };
    this.count(row);
    for (const [group, by] of this.#what.by.entries()) {
      for (const value of valuesIn(entry, by)) {
        const known = this.valueOf(group, value);
        known.take(row);
        known.nameIt(tallyName(entry, by[0], value[0] ?? ''), at);
      }
    }
  }

  /** Counts an entry in all, and in its bucket. */
  count({ at, sort }: TallyRow): void {
    this.#all.add(sort);
    this.#buckets[bucketOf(at, this.#what.edges)]?.add(sort);
  }

  /** What is counted under a value of a group. */
  valueOf(group: number, value: readonly string[]): ValueTally {
    const values = this.#groups[group] ?? new Map<string, ValueTally>();
    const key = value.length === 1 ? (value[0] ?? '') : JSON.stringify(value);
    const known = values.get(key) ?? new ValueTally(value);
    values.set(key, known);
    return known;
  }

  /** @param countedFrom - before it not everything was looked at; `null` if all was. */
  tally(countedFrom: number | null = null): Tally {
    return {
      ...this.#all.tally(),
      buckets: this.#buckets.map((bucket) => bucket.tally()),
      groups: this.#what.by.map((by, index) => this.#group(by, this.#groups[index] ?? new Map())),
      countedFrom,
    };
  }

  #group(by: TallyGroup, values: ReadonlyMap<string, ValueTally>): TalliedGroup {
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

  add(sort: TallyRow['sort']): void {
    this.count += 1;
    if (sort !== null) this[sort] += 1;
  }

  tally(): TallyCount {
    return { count: this.count, failed: this.failed, writes: this.writes };
  }
}

/** The entries of one value. */
export class ValueTally extends Count {
  readonly value: readonly string[];
  #name: string | undefined;
  #namedAt = -Infinity;
  #firstAt = Infinity;
  lastAt = -Infinity;
  #durations: Map<number, number> | null = null;

  constructor(value: readonly string[]) {
    super();
    this.value = value;
  }

  take({ at, sort, step }: TallyRow): void {
    this.add(sort);
    if (at < this.#firstAt) this.#firstAt = at;
    if (at > this.lastAt) this.lastAt = at;
    if (step === null) return;
    this.#durations ??= new Map();
    this.#durations.set(step, (this.#durations.get(step) ?? 0) + 1);
  }

  /** The newest name is kept; of several at once the last by the alphabet, in whatever order. */
  nameIt(name: string | undefined, at: number): void {
    if (name === undefined || at < this.#namedAt) return;
    if (at === this.#namedAt && name <= (this.#name ?? '')) return;
    this.#name = name;
    this.#namedAt = at;
  }

  finish(): TallyValue {
    const durations = this.#durations ?? new Map<number, number>();
    const p50Ms = durationAt(durations, 0.5);
    const p95Ms = durationAt(durations, 0.95);
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

function mostFirst(a: ValueTally, b: ValueTally): number {
  return b.count - a.count || newestFirst(a, b);
}

function newestFirst(a: ValueTally, b: ValueTally): number {
  return b.lastAt - a.lastAt;
}

// Whichever came first must not decide: the same entries give the same answer.
function byText(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
