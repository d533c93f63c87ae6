import {
  type EntryFields,
  type FieldValue,
  type QueryField,
  searchText,
  tokens,
  valuesOf,
} from '@whodid/core';
import { type FieldIndex, fieldIndexes } from './field-index.ts';
import {
  listedLengths,
  pathWordToken,
  scaleOf,
  spelledOut,
  tenantToken,
  tokenStart,
  valueToken,
} from './field-token.ts';
import type { SeenTokens } from './seen-tokens.ts';

/**
 * Version of what {@link indexEntry} makes. A store whose index was made by another version is
 * indexed again when it is opened for writing.
 */
export const indexVersion = 5;

/** Longest word that is kept whole. Longer ones are noise, and found by how they begin. */
export const wordLength = 40;

/** What the index holds of an entry. */
export interface IndexedEntry {
  /** Words and field tokens, separated by spaces. */
  readonly tokens: string;
  /** Those of the field tokens that belong into the table `token` and were not seen before. */
  readonly listed: readonly ListedToken[];
}

/** A token and what it was made of. */
export interface ListedToken {
  readonly start: string;
  readonly value: FieldValue;
  readonly token: string;
}

/** Makes the words and field tokens of an entry. */
export function indexEntry(entry: EntryFields, tenant: number, seen: SeenTokens): IndexedEntry {
  const own = words(searchText(entry));
  const listed: ListedToken[] = [];
  let all = `${own.join(' ')} ${tenantToken(tenant)}`;
  // Nearly always the path is in the URL, and its words are there already.
  for (const word of words(entry.http?.path ?? '')) {
    if (!own.includes(word)) all += ` ${pathWordToken(word)}`;
  }
  for (const { field, letter, toToken } of tokenFields) {
    const start = tokenStart(letter, tenant);
    for (const value of valuesToIndex(entry, field)) {
      const token = toToken === 'listed' ? listedToken(start, value, seen, listed) : toToken(value);
      all += ` ${start}${token}`;
    }
  }
  return { tokens: all, listed };
}

function listedToken(
  start: string,
  value: FieldValue,
  seen: SeenTokens,
  listed: ListedToken[],
): string {
  const known = seen.find(start, value);
  if (known !== undefined) return known;
  const token = valueToken(value, listedLengths);
  listed.push({ start, value, token });
  return token;
}

interface TokenField {
  readonly field: QueryField;
  readonly letter: string;
  readonly toToken: 'listed' | ((value: FieldValue) => string);
}

const tokenFields: readonly TokenField[] = Object.entries(fieldIndexes).flatMap(([name, index]) =>
  'letter' in index
    ? [{ field: name as QueryField, letter: index.letter, toToken: tokenMaker(index) }]
    : [],
);

function tokenMaker(
  index: Extract<FieldIndex, { readonly letter: string }>,
): TokenField['toToken'] {
  if (index.by === 'scale') return (value) => String(scaleOf(Number(value)));
  if (index.listed) return 'listed';
  const { lengths } = index;
  if (index.spelledOut) return (value) => valueToken(spelledOut(String(value)), lengths);
  return (value) => valueToken(value, lengths);
}

// `type:id` of a target is found by its parts.
function valuesToIndex(entry: EntryFields, field: QueryField): readonly FieldValue[] {
  const values = valuesOf(entry, field);
  if (field !== 'target') return values;
  const typed = entry.targets.map(({ type, id }) => `${type}:${id}`);
  return values.filter((value) => !typed.includes(String(value)));
}

/** The words of a text as they are in the index. */
export function words(text: string): readonly string[] {
  const found = tokens(text);
  return found.some(isLong) ? found.map((word) => word.slice(0, wordLength)) : found;
}

function isLong(word: string): boolean {
  return word.length > wordLength;
}
