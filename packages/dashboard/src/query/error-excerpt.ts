/** The part of a query around its first wrong character, cut so that it fits on a line. */
export interface ErrorExcerpt {
  readonly before: string;
  readonly wrong: string;
  readonly after: string;
}

/**
 * Cuts a query into what is before, at, and after the fault.
 *
 * @param at - first wrong character, from 0; may be at the end of the text, where nothing stands.
 * @param room - most characters of each of the three parts.
 */
export function errorExcerpt(query: string, at: number, length: number, room = 40): ErrorExcerpt {
  const start = Math.min(Math.max(at, 0), query.length);
  const end = Math.min(start + Math.max(length, 1), query.length);
  const before = query.slice(0, start);
  const wrong = query.slice(start, end);
  const after = query.slice(end);
  return {
    before: before.length > room ? `…${before.slice(1 - room)}` : before,
    wrong: wrong.length > room ? `${wrong.slice(0, room - 1)}…` : wrong,
    after: after.length > room ? `${after.slice(0, room - 1)}…` : after,
  };
}

/** The query with the wrong part replaced by what was suggested. */
export function withSuggestion(
  query: string,
  { at, length, suggestion }: { at: number; length: number; suggestion: string },
): string {
  return `${query.slice(0, at)}${suggestion}${query.slice(at + length)}`;
}
