import { requestJson } from '../api/request.ts';

/** How many entries: all, those that failed or were denied, and the others that changed something. */
export interface Count {
  readonly count: number;
  readonly failed: number;
  readonly writes: number;
}

/** The entries of a stretch of time. `at` is where it begins, RFC 3339. */
export interface Bucket extends Count {
  readonly at: string;
}

/** The entries that have a value. */
export interface ValueCount extends Count {
  /** The value, or the two of a pair. An actor or target is `type:id`. */
  readonly value: readonly string[];
  readonly name?: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}

export interface GroupCount {
  readonly by: readonly string[];
  readonly values: readonly ValueCount[];
  /** How many values there are, the ones that are not listed too. */
  readonly distinct: number;
}

/** How many entries there are, when, and of what. */
export interface Tally extends Count {
  readonly buckets: readonly Bucket[];
  /** Where the last bucket ends. */
  readonly end: string | null;
  readonly groups: readonly GroupCount[];
  /** If not null: only what happened since then could be counted in time. */
  readonly countedFrom: string | null;
}

export interface TallyRequest {
  readonly q?: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Fields with commas between, pairs with a slash: `action,method/route`. */
  readonly by?: string;
  readonly top?: number;
  readonly order?: 'count' | 'last';
  readonly buckets?: number;
  readonly zone?: string;
}

/** Asks `GET /v1/tally`. @throws ApiError `QUERY_INVALID`, `PARAMETER_INVALID`. */
export async function fetchTally(request: TallyRequest, signal: AbortSignal): Promise<Tally> {
  const given = Object.entries(request).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return (await requestJson(`/v1/tally?${search}`, { signal })) as Tally;
}

/** Of a tally, the values of one group, the most first: `['actor']`, `['method', 'route']`. */
export function valuesBy(tally: Tally, ...by: readonly string[]): readonly ValueCount[] {
  return tally.groups.find((group) => group.by.join('/') === by.join('/'))?.values ?? [];
}
