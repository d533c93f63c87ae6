import { type Failure, usageFailure } from './failure.ts';
import { printable } from './terminal/printable.ts';

/** A stretch of a query, in UTF-16 units. */
export interface Place {
  readonly at: number;
  readonly length: number;
  readonly suggestion?: string | undefined;
}

/** A query that cannot be read: the query with carets under the place, and what was meant. */
export function queryFailure(query: string, place: Place, what: string): Failure {
  const before = printable(query.slice(0, place.at));
  const wrong = printable(query.slice(place.at, place.at + place.length));
  const carets = '^'.repeat(Math.max(1, [...wrong].length));
  const lines = [what, `    ${printable(query)}`, `    ${' '.repeat([...before].length)}${carets}`];
  const { suggestion } = place;
  return usageFailure(
    lines.join('\n'),
    suggestion === undefined ? undefined : `did you mean ${suggestion}?`,
  );
}
