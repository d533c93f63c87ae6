import { requestJson } from '../api/request.ts';
import type { Bounds } from '../range/range.ts';
import type { Count, Tally } from '../tally/tally.ts';

/** Something unusual, in plain words. */
export interface Hint {
  readonly text: string;
  readonly why: string;
  /** Finds the entries behind it. */
  readonly query: string;
}

/** What a period was like, beside the one before it. */
export interface Overview {
  readonly now: Tally;
  readonly before: Count & { readonly buckets: readonly number[] };
  readonly hints: readonly Hint[];
  /** The actions that failed most often. */
  readonly failing: readonly Failing[];
}

/** How often an action failed or was denied. */
export interface Failing {
  readonly action: string;
  readonly failed: number;
  /** How often it was done; `null` if it is not known. */
  readonly count: number | null;
}

/** Asks `GET /v1/overview`. */
export async function fetchOverview(
  { from, to }: Bounds,
  zone: string,
  signal: AbortSignal,
): Promise<Overview> {
  const given = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const search = new URLSearchParams({ ...given, zone });
  return (await requestJson(`/v1/overview?${search}`, { signal })) as Overview;
}
