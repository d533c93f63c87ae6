import {
  type FieldName,
  fieldNamed,
  refuseIfComparison,
  refuseUnknownField,
} from './field-name.ts';
import { type Place, refuse } from './query-error.ts';
import { closingQuotes, isSpace, readQuoted, runEnd } from './scan-run.ts';
import { type RawValue, scanValues } from './scan-values.ts';
import { tokens } from './tokens.ts';

/** A piece of query text with a meaning of its own. */
export type Piece = Place &
  (
    | { readonly type: 'open' | 'close' | 'and' | 'or' | 'not' }
    | { readonly type: 'text'; readonly tokens: readonly string[] }
    | { readonly type: 'all' }
    | {
        readonly type: 'condition';
        readonly field: FieldName;
        readonly values: readonly RawValue[];
      }
  );

/**
 * Cuts query text into pieces, from left to right and without looking back: linear time.
 *
 * Punctuation that stands alone, as in `ada & bob`, is skipped like a space.
 *
 * @throws WhodidError `QUERY_INVALID`.
 */
export function scanQuery(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text, at)) {
      at += 1;
      continue;
    }
    const piece = scanPiece(text, at);
    if (piece.type !== 'text' || piece.tokens.length > 0) pieces.push(piece);
    at = piece.at + piece.length;
  }
  return pieces;
}

function scanPiece(text: string, at: number): Piece {
  const first = text.charAt(at);
  if (first === '(') return { type: 'open', at, length: 1 };
  if (first === ')') return { type: 'close', at, length: 1 };
  if (closingQuotes.has(first)) return scanPhrase(text, at);
  if (first === '-') return scanMinus(text, at);
  if (first === '!' && at + 1 < text.length && !isSpace(text, at + 1)) {
    refuse({ at, length: 1 }, 'Negation is written with a minus', '-');
  }
  return scanCondition(text, at) ?? scanWord(text, at);
}

function scanPhrase(text: string, at: number): Piece {
  const { content, length } = readQuoted(text, at);
  const words = tokens(content);
  if (words.length === 0) {
    refuse({ at, length }, 'There are no letters or digits to search for');
  }
  return { type: 'text', tokens: words, at, length };
}

function scanMinus(text: string, at: number): Piece {
  const next = text.charAt(at + 1);
  if (next === '-') {
    const whole = text.slice(at, runEnd(text, at));
    refuse({ at, length: whole.length }, 'One minus is enough', `"${whole}"`);
  }
  if (next === '' || next === ')' || isSpace(text, at + 1)) {
    refuse({ at, length: 1 }, 'A minus must touch what it excludes');
  }
  return { type: 'not', at, length: 1 };
}

const head = /[^\s:"“”„(),]+(?=:)/y;

function scanCondition(text: string, at: number): Piece | undefined {
  head.lastIndex = at;
  const name = head.exec(text)?.[0];
  if (name === undefined) return undefined;
  const place = { at, length: name.length };
  const field = fieldNamed(name, place);
  if (field === undefined) {
    refuseUnknownField(name, text.slice(at, runEnd(text, at)), place);
    return undefined;
  }
  const { values, end } = scanValues(text, at + name.length + 1, name);
  return { type: 'condition', field, values, at, length: end - at };
}

const operator = /(?:AND|OR|NOT)(?=[\s()"“”„]|$)/y;
const operatorTypes = { AND: 'and', OR: 'or', NOT: 'not' } as const;

function scanWord(text: string, at: number): Piece {
  operator.lastIndex = at;
  const found = operator.exec(text)?.[0] as keyof typeof operatorTypes | undefined;
  if (found !== undefined) return { type: operatorTypes[found], at, length: found.length };
  const word = text.slice(at, runEnd(text, at));
  const place = { at, length: word.length };
  if (word === '*') return { type: 'all', ...place };
  if (word.includes('*')) {
    refuse(place, 'Text is searched by whole words, a star works only after a field');
  }
  refuseIfComparison(word, place);
  return { type: 'text', tokens: tokens(word), ...place };
}
