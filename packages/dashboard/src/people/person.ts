import { requestJson } from '../api/request.ts';
import type { Hint } from '../overview/overview.ts';
import type { Bounds } from '../range/range.ts';
import type { Tally } from '../tally/tally.ts';

/** What is known about somebody who acted. */
export interface Person {
  readonly name?: string;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly total: number;
  /** What they did in the range. */
  readonly now: Tally;
  /** Counts of each hour of the week: 7 rows, Monday first. */
  readonly hours: readonly (readonly number[])[];
  readonly usual: {
    readonly entries: number;
    readonly hours: string;
    readonly countries: readonly string[];
    readonly clients: readonly string[];
  } | null;
  readonly hints: readonly Hint[];
}

/** Asks `GET /v1/people/{type}/{id}`. */
export async function fetchPerson(
  { type, id }: { readonly type: string; readonly id: string },
  { from, to }: Bounds,
  zone: string,
  signal: AbortSignal,
): Promise<Person> {
  // Without a beginning it is since ever: as far as times go.
  const given = { from: from ?? '1970-01-01', ...(to === undefined ? {} : { to }), zone };
  const path = `/v1/people/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
  return (await requestJson(`${path}?${new URLSearchParams(given)}`, { signal })) as Person;
}
