import {
  type EntryFields,
  type FieldValue,
  type QueryField,
  searchText,
  tokens,
  valuesOf,
} from '@whodid/core';
import { fieldIndexes } from './field-index.ts';
import {
  listedLengths,
  manyLengths,
  pathWordToken,
  scaleOf,
  tenantToken,
  tokenStart,
  valueToken,
} from './field-token.ts';

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

/** Makes the words and field tokens of an entry. */
export function indexEntry(entry: EntryFields, tenant: number): IndexedEntry {
  const own = words(searchText(entry));
  const listed: string[] = [];
  let all = `${own.join(' ')} ${tenantToken(tenant)}`;
  // Nearly always the path is in the URL, and its words are there already.
  for (const word of words(entry.http?.path ?? '')) {
    if (!own.includes(word)) all += ` ${pathWordToken(word)}`;
  }
  for (const { field, letter, kind } of tokenFields) {
    const start = tokenStart(letter, tenant);
    for (const value of valuesToIndex(entry, field)) {
      const token = start + toToken[kind](value);
      all += ` ${token}`;
      if (kind === 'listed') listed.push(token);
    }
  }
  return { tokens: all, listed };
}

type TokenKind = 'listed' | 'many' | 'scale';

const toToken: { readonly [K in TokenKind]: (value: FieldValue) => string } = {
  listed: (value) => valueToken(value, listedLengths),
  many: (value) => valueToken(value, manyLengths),
  scale: (value) => String(scaleOf(Number(value))),
};

interface TokenField {
  readonly field: QueryField;
  readonly letter: string;
  readonly kind: TokenKind;
}

const tokenFields: readonly TokenField[] = Object.entries(fieldIndexes).flatMap(([name, index]) => {
  if (!('letter' in index)) return [];
  const kind = index.by === 'scale' ? index.by : index.listed ? 'listed' : 'many';
  return [{ field: name as QueryField, letter: index.letter, kind }];
});

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
