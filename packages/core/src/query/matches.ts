import type { EntryFields } from '../entry/entry.ts';
import { type FieldValue, rowOf } from './fields.ts';
import type { FieldTerm, Query, TextTerm } from './query.ts';
import { searchText } from './search-text.ts';
import { tokens } from './tokens.ts';
import { valuesOf } from './values-of.ts';

/**
 * Tells whether an entry is one that the query asks for.
 *
 * This is what a query means. A store that compiles queries to something faster has to find the
 * same entries.
 */
export function matches(query: Query, entry: EntryFields): boolean {
  let words: readonly string[] | undefined;
  const wordsOfEntry = (): readonly string[] => {
    words ??= tokens(searchText(entry));
    return words;
  };
  const holds = (part: Query): boolean => {
    switch (part.type) {
      case 'all':
        return true;
      case 'and':
        return part.parts.every(holds);
      case 'or':
        return part.parts.some(holds);
      case 'not':
        return !holds(part.part);
      case 'text':
        return containsText(part, wordsOfEntry());
      case 'field':
        return valuesOf(entry, part.field, part.key).some((value) => fits(part, value));
    }
  };
  return holds(query);
}

function containsText(term: TextTerm, words: readonly string[]): boolean {
  if (!term.phrase) return term.tokens.every((token) => words.includes(token));
  return words.some((_, start) =>
    term.tokens.every((token, offset) => words[start + offset] === token),
  );
}

function fits({ field, match }: FieldTerm, value: FieldValue): boolean {
  if (match.type === 'exists') return true;
  if (match.type === 'between') {
    return typeof value === 'number' && value >= match.min && value <= match.max;
  }
  const fold = rowOf(field).caseMatters ? asItIs : inLowerCase;
  const text = fold(String(value));
  if (match.type === 'prefix') return text.startsWith(fold(match.prefix));
  if (match.type === 'glob') return fitsGlob(fold(match.pattern), text);
  return match.values.some((wanted) => fold(wanted) === text);
}

function asItIs(text: string): string {
  return text;
}

function inLowerCase(text: string): string {
  return text.toLowerCase();
}

// Each piece between stars is looked for once, from left to right: linear where a regular
// expression with several `.*` would not be.
function fitsGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
