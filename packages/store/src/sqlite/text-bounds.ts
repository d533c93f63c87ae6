import type { TextTerm } from '@whodid/core';
import { atLeast, type Bounds, exactly } from './bounds.ts';
import { wordLength } from './index-entry.ts';
import { allOf } from './token-expression.ts';

const plainWord = /^[\p{L}\p{N}]+$/u;
const capital = /[A-Z]/;

/**
 * Compiles words of the text search. What cannot be a word is left to the last check, and so are a
 * phrase, which is more than its words, and a word of full length, which stands for longer ones.
 */
export function textBounds({ tokens, phrase }: TextTerm): Bounds {
  const known = tokens.filter((token) => plainWord.test(token));
  const expression = allOf(
    known.map((token) => ({ type: 'token', token: token.slice(0, wordLength) })),
  );
  const exact =
    (!phrase || tokens.length === 1) &&
    known.length === tokens.length &&
    known.every((token) => token.length < wordLength && !capital.test(token));
  return exact ? exactly(expression) : atLeast(expression);
}
