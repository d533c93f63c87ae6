import { describeQuery, formatQuery, parseQuery, type Query } from '@whodid/core/query';

/** One condition of a query in words. */
export interface Chip {
  readonly text: string;
  /** The query without this condition. */
  readonly without: string;
}

/**
 * The conditions of a query that all must hold, in words. None for a query that cannot be read: its
 * fault is shown instead.
 */
export function chipsOf(q: string, now: number): readonly Chip[] {
  const query = parsed(q, now);
  if (query === null) return [];
  const parts = query.type === 'and' ? query.parts : [query];
  return describeQuery(query).map((text, index) => ({
    text,
    without: formatQuery(all(parts.toSpliced(index, 1))),
  }));
}

function parsed(q: string, now: number): Query | null {
  try {
    return parseQuery(q, { now });
  } catch {
    return null;
  }
}

function all(parts: readonly Query[]): Query {
  const [only] = parts;
  if (only === undefined) return { type: 'all' };
  return parts.length === 1 ? only : { type: 'and', parts };
}
