import { parseQuery } from '@whodid/core/query';

/**
 * A query that also asks for a condition, or for its opposite. What was typed stays as it was typed:
 * `yesterday` does not become a date.
 *
 * @param term - query text of one condition: `outcome:denied`.
 */
export function withTerm(q: string, term: string, way: 'include' | 'exclude'): string {
  const added = way === 'include' ? term : `-${term}`;
  const before = q.trim();
  if (before === '' || before === '*') return added;
  if (before.split(' ').includes(added)) return before;
  return `${isEither(before) ? `(${before})` : before} ${added}`;
}

// `a OR b c` would be something else than `(a OR b) c`.
function isEither(q: string): boolean {
  try {
    return parseQuery(q, { now: 0, me: 'me' }).type === 'or';
  } catch {
    return false;
  }
}
