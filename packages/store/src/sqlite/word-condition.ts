import type { Match, QueryField } from '@whodid/core';
import { pathWordToken } from './field-token.ts';
import { wordLength } from './index-entry.ts';
import { allOf, anyOf, type TokenExpression } from './token-expression.ts';

/**
 * Narrows a condition on a field that has no tokens of its own, through the words that an entry
 * must have to fulfil it.
 */
export function wordCondition(field: QueryField, key: string, match: Match): TokenExpression {
  const words = allOf(wordsOfKey(field, key));
  return allOf([words, anyOf(textsOf(match).map((pieces) => allOf(wordsOf(field, pieces))))]);
}

/** A text of which it is known whether something may stand before or after it. */
interface Piece {
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

// The texts, one of which a value must have, each in pieces.
function textsOf(match: Match): readonly (readonly Piece[])[] {
  switch (match.type) {
    case 'anyOf':
      return match.values.map((text) => [{ text, openStart: false, openEnd: false }]);
    case 'prefix':
      return [[{ text: match.prefix, openStart: false, openEnd: true }]];
    case 'glob': {
      const texts = match.pattern.split('*');
      const last = texts.length - 1;
      const toPiece = (text: string, index: number): Piece => ({
        text,
        openStart: index > 0,
        openEnd: index < last,
      });
      return [texts.map(toPiece)];
    }
    default:
      return [[]];
  }
}

const ascii = /^[\0-\x7f]*$/;

// Only in ASCII is it certain that the words of a piece are words of the whole.
function wordsOf(field: QueryField, pieces: readonly Piece[]): readonly TokenExpression[] {
  return pieces.flatMap(({ text, openStart, openEnd }) => {
    if (!ascii.test(text)) return [];
    const found = [...text.toLowerCase().matchAll(/[a-z0-9]+/g)];
    return found.flatMap(({ 0: word, index }) => {
      const cutAtStart = openStart && index === 0;
      const cutAtEnd = openEnd && index + word.length === text.length;
      return cutAtStart || cutAtEnd ? [] : [wordToken(field, word.slice(0, wordLength))];
    });
  });
}

function wordToken(field: QueryField, token: string): TokenExpression {
  const asWord: TokenExpression = { type: 'token', token };
  if (field !== 'path') return asWord;
  return anyOf([asWord, { type: 'token', token: pathWordToken(token) }]);
}

function wordsOfKey(field: QueryField, key: string): readonly TokenExpression[] {
  const pieces = key.split('.').map((text) => ({ text, openStart: false, openEnd: false }));
  return wordsOf(field, pieces);
}
