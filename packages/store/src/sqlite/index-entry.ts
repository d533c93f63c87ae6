import { type EntryFields, type QueryField, searchText, tokens, valuesOf } from '@whodid/core';
import { type FieldIndex, fieldIndexes } from './field-index.ts';
import { pathWordToken, scaleOf, tenantToken, tokenStart, valueToken } from './field-token.ts';

/**
 * Version of what {@link indexEntry} makes. A store whose index was made by another version is
 * indexed again when it is opened for writing.
 */
export const indexVersion = 1;

/** Longest word that is kept whole. Longer ones are noise, and found by how they begin. */
export const wordLength = 40;

/** What the index holds of an entry. */
export interface IndexedEntry {
  /** Words and field tokens, separated by spaces. */
  readonly tokens: string;
  /** Those of the field tokens that belong into the table `token`. */
  readonly listed: readonly string[];
}

const indexedFields = Object.entries(fieldIndexes) as [QueryField, FieldIndex][];

/** Makes the words and field tokens of an entry. */
export function indexEntry(entry: EntryFields, tenant: number): IndexedEntry {
  const all = [...words(searchText(entry)), tenantToken(tenant)];
  // Nearly always the path is in the URL, and its words are there already.
  for (const word of words(entry.http?.path ?? '')) {
    if (!all.includes(word)) all.push(pathWordToken(word));
  }
  const listed: string[] = [];
  for (const [field, index] of indexedFields) {
    const tokens = fieldTokens(entry, field, index, tenant);
    all.push(...tokens);
    if (index.by === 'token' && index.listed) listed.push(...tokens);
  }
  return { tokens: all.join(' '), listed };
}

function fieldTokens(
  entry: EntryFields,
  field: QueryField,
  index: FieldIndex,
  tenant: number,
): readonly string[] {
  if (index.by !== 'token' && index.by !== 'scale') return [];
  const start = tokenStart(index.letter, tenant);
  return valuesOf(entry, field).map(
    (value) => start + (index.by === 'scale' ? scaleOf(Number(value)) : valueToken(value)),
  );
}

/** The words of a text as they are in the index. */
export function words(text: string): readonly string[] {
  return tokens(text).map((word) => (word.length > wordLength ? word.slice(0, wordLength) : word));
}
