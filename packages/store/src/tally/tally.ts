import type { CountRequest } from '../store-driver.ts';

/**
 * What entries can be counted by. `actor` and `target` are counted as `type:id`; `field` and the two
 * of `target` count an entry once for each of its values. An entry that lacks a field is in no group
 * of it.
 */
export const tallyFields = [
  'actor',
  'actor.type',
  'action',
  'target',
  'target.type',
  'outcome',
  'kind',
  'stream',
  'status',
  'method',
  'route',
  'ip',
  'country',
  'client',
  'os',
  'session',
  'service',
  'env',
  'model',
  'field',
] as const;

export type TallyField = (typeof tallyFields)[number];

/** One field, or two whose pairs are counted: `['method', 'route']`. */
export type TallyGroup = readonly [TallyField] | readonly [TallyField, TallyField];

/** What to count. */
export interface TallyRequest extends CountRequest {
  /** From 0 to 8. */
  readonly by: readonly TallyGroup[];
  /** Most values of a group, from 1 to 1000. */
  readonly top: number;
  /**
   * Which values of a group come first: those of most entries, the newest of equals, or those of the
   * newest.
   */
  readonly order: 'count' | 'last';
  /**
   * Bounds of the buckets of time, ascending, in milliseconds since 1970: bucket `i` is from
   * `edges[i]` up to and without `edges[i + 1]`. None, or from 2 to 1001.
   */
  readonly edges: readonly number[];
}

/** How many entries, and of what sort: every entry is `failed`, a `write` or neither. */
export interface TallyCount {
  readonly count: number;
  /** With the outcome `failure` or `denied`. */
  readonly failed: number;
  /** The others that changed something: they have a `change`, or an HTTP method that is not safe. */
  readonly writes: number;
}

/** Entries that have the same value. */
export interface TallyValue extends TallyCount {
  /** The value, or two of them for a pair. */
  readonly value: readonly string[];
  /** For `actor` and `target`: the name in the newest entry that has one. Of a pair, of the first. */
  readonly name?: string;
  /** When the first and the last of them happened, in milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /**
   * How long the HTTP requests among them took, in milliseconds: half and 95 % of them took no longer.
   * Exact to 20 %. Absent if there is none.
   */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}

/** Values of one group, in the order that was asked for. */
export interface TalliedGroup {
  readonly by: TallyGroup;
  readonly values: readonly TallyValue[];
  /** How many values there are, the ones that are not listed too. */
  readonly distinct: number;
}

export interface Tally extends TallyCount {
  /** One for each bucket, in order of time. */
  readonly buckets: readonly TallyCount[];
  /** In the order of `by`. */
  readonly groups: readonly TalliedGroup[];
  /**
   * If not `null`, not all of what happened before this moment is counted: it could not be looked
   * through in time.
   */
  readonly countedFrom: number | null;
}
