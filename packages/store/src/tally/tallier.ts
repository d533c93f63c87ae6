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

/** A sort of entries as a number: neither, failed, a write. */
export const sortCodes = { none: 0, failed: 1, writes: 2 } as const;
/** Stands for the step of an entry that is no HTTP request. */
export const noStep = -1;

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
    const step = http === undefined ? noStep : durationStep(http.durationMs);
    const sort = sortCodes[sortOf(entry) ?? 'none'];
    this.count(at, sort);
    for (const [group, by] of this.#what.by.entries()) {
      for (const value of valuesIn(entry, by)) {
        const known = this.valueOf(group, value);
        known.take(at, sort, step);
        known.nameIt(tallyName(entry, by[0], value[0] ?? ''), at);
      }
    }
  }

  /** Counts an entry in all, and in its bucket. @param sort - of {@link sortCodes}. */
  count(at: number, sort: number): void {
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
  count: number = 0;
  failed: number = 0;
  writes: number = 0;

  add(sort: number): void {
    this.count += 1;
    if (sort === sortCodes.failed) this.failed += 1;
    else if (sort === sortCodes.writes) this.writes += 1;
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
  lastAt: number = -Infinity;
  /** How many fell into each step of the scale. */
  #durations: number[] | null = null;

  constructor(value: readonly string[]) {
    super();
    this.value = value;
  }

  /**
   * Counts an entry. Numbers and not an object: this runs some million times a question.
   *
   * @param sort - of {@link sortCodes}.
   * @param step - on the duration scale, or {@link noStep}.
   */
  take(at: number, sort: number, step: number): void {
    this.add(sort);
    if (at < this.#firstAt) this.#firstAt = at;
    if (at > this.lastAt) this.lastAt = at;
    if (step === noStep) return;
    this.#durations ??= [];
    this.#durations[step] = (this.#durations[step] ?? 0) + 1;
  }

  /** The newest name is kept; of several at once the last by the alphabet, in whatever order. */
  nameIt(name: string | undefined, at: number): void {
    if (name === undefined || at < this.#namedAt) return;
    if (at === this.#namedAt && name <= (this.#name ?? '')) return;
    this.#name = name;
    this.#namedAt = at;
  }

  finish(): TallyValue {
    const durations = this.#durations ?? [];
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
