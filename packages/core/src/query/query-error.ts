import { WhodidError } from '../errors.ts';

/** A stretch of the query text, in UTF-16 units as JavaScript counts them. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/** Refuses a query, pointing at the place. The problem reads well before “at character 5”. */
export function refuse({ at, length }: Place, problem: string, suggestion?: string): never {
  throw new WhodidError('QUERY_INVALID', {
    at,
    length,
    problem,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
