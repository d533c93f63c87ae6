import { isWhodidError, parseQuery, type Query } from '@whodid/core';
import { Problem } from '../problem/problem.ts';

/**
 * Reads a bound of time with the words of the query language, so that there is one reading of times
 * only: RFC 3339, `2026-11-20`, `15m`, `yesterday`. Milliseconds since 1970; of something that
 * lasts, as a day does, `from` is its first and `to` its last.
 *
 * @param name - of the parameter, for the error.
 * @throws Problem `PARAMETER_INVALID`.
 */
export function readBound(name: string, edge: 'from' | 'to', text: string, now: number): number {
  const operator = edge === 'from' ? '>=' : '<=';
  const bounds = /^[\w:+. -]+$/.test(text) ? boundsOf(`created:${operator}"${text}"`, now) : null;
  const bound = edge === 'from' ? bounds?.min : bounds?.max;
  if (bound !== undefined && Number.isFinite(bound)) return bound;
  const wanted = 'a time: RFC 3339, a date, 15m, 2h, 7d, today or yesterday';
  throw new Problem('PARAMETER_INVALID', `${name} must be ${wanted}`, {
    facts: { parameter: name, wanted },
  });
}

function boundsOf(
  text: string,
  now: number,
): { readonly min: number; readonly max: number } | null {
  const query = parsed(text, now);
  return query?.type === 'field' && query.match.type === 'between' ? query.match : null;
}

function parsed(text: string, now: number): Query | null {
  try {
    return parseQuery(text, { now });
  } catch (error) {
    if (isWhodidError(error, 'QUERY_INVALID')) return null;
    throw error;
  }
}
