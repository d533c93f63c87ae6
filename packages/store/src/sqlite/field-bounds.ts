import type { FieldTerm, Match } from '@whodid/core';
import { atLeast, type Bounds, exactly, unknown } from './bounds.ts';
import { fieldIndexes, lettersOfTarget } from './field-index.ts';
import {
  isExactToken,
  listedLengths,
  manyLengths,
  prefixTokens,
  scaleOf,
  spelledOut,
  type TokenLengths,
  tokenStart,
  valueToken,
} from './field-token.ts';
import { all, allOf, anyOf, none, type TokenExpression } from './token-expression.ts';
import { wordCondition } from './word-condition.ts';

/** What tokens the index has. */
export interface TokenSource {
  /**
   * The tokens that begin so, in the table `token`; `null` if there are too many to be named.
   */
  listed(beginning: string): readonly string[] | null;
  /**
   * The same for fields whose values are too many for that table. `prefix` if they are too many to
   * be named but few enough to be read through.
   */
  indexed(beginning: string): readonly string[] | 'prefix' | null;
}

/** Compiles a condition on a field. */
export function fieldBounds(term: FieldTerm, tenant: number, source: TokenSource): Bounds {
  const { field, key, match } = term;
  const index = fieldIndexes[field];
  if (index.by === 'none') return unknown;
  if (index.by === 'words') return atLeast(wordCondition(field, key ?? '', match));
  const start = tokenStart(index.letter, tenant);
  if (index.by === 'scale') return atLeast(scaleCondition(start, match));
  if (match.type === 'between' && field !== 'status') return exactly(none);
  if (index.listed) return listedBounds(start, match, source);
  return field === 'target'
    ? targetBounds(match, tenant, source)
    : manyBounds(start, index.spelledOut ? inSpelling(match) : match, source, index.lengths);
}

function inSpelling(match: Match): Match {
  switch (match.type) {
    case 'anyOf':
      return { ...match, values: match.values.map(spelledOut) };
    case 'prefix':
      return { ...match, prefix: spelledOut(match.prefix) };
    case 'glob':
      return { ...match, pattern: match.pattern.split('*').map(spelledOut).join('*') };
    default:
      return match;
  }
}

// All values of the field are known, so the wanted ones among them can be named.
function listedBounds(start: string, match: Match, source: TokenSource): Bounds {
  if (match.type === 'anyOf') return valueBounds(start, match.values, listedLengths);
  const { beginnings, exact } = prefixTokens(beginningOf(match), listedLengths);
  const found = named(beginnings.map((beginning) => source.listed(start + beginning)));
  if (found === null) return unknown;
  if (match.type === 'between') {
    const fits = (token: string): boolean => isBetween(Number(token.slice(start.length)), match);
    return exactly(oneOfTokens(found.filter(fits)));
  }
  if (match.type === 'glob') {
    const pieces = match.pattern.toLowerCase().split('*');
    return atLeast(oneOfTokens(found.filter((token) => mayFit(token.slice(start.length), pieces))));
  }
  return exact ? exactly(oneOfTokens(found)) : atLeast(oneOfTokens(found));
}

function manyBounds(
  start: string,
  match: Match,
  source: TokenSource,
  lengths: TokenLengths = manyLengths,
): Bounds {
  if (match.type === 'anyOf') return valueBounds(start, match.values, lengths);
  return atLeast(beginningCondition(start, beginningOf(match), source, lengths));
}

/** Tokens of values that begin so; all entries if that is too little to go by. */
function beginningCondition(
  start: string,
  beginning: string,
  source: TokenSource,
  lengths: TokenLengths = manyLengths,
): TokenExpression {
  if (beginning === '') return all;
  const { beginnings } = prefixTokens(beginning, lengths);
  const conditions = beginnings.map((one): TokenExpression => {
    const found = source.indexed(start + one);
    if (found === 'prefix') return { type: 'token', token: start + one, prefix: true };
    return found === null ? all : oneOfTokens(found);
  });
  return anyOf(conditions);
}

// `type:id` has no token of its own, as there would be one for every target: it is looked for as
// what may be a type and what may be an id.
function targetBounds(match: Match, tenant: number, source: TokenSource): Bounds {
  const idStart = tokenStart(lettersOfTarget.id, tenant);
  const typeStart = tokenStart(lettersOfTarget.type, tenant);
  const typed = (text: string, idCondition: (id: string) => TokenExpression): TokenExpression[] =>
    splitsOf(text).map(([type, id]) =>
      allOf([valueBounds(typeStart, [type], listedLengths).atLeast, idCondition(id)]),
    );
  const plain = manyBounds(idStart, match, source);
  if (match.type === 'anyOf') {
    const byParts = match.values.flatMap((value) =>
      typed(value, (id) => valueBounds(idStart, [id], manyLengths).atLeast),
    );
    return byParts.length === 0 ? plain : atLeast(anyOf([plain.atLeast, ...byParts]));
  }
  const beginning = beginningOf(match);
  const byParts = typed(beginning, (id) => beginningCondition(idStart, id, source));
  // Without a colon, or before it, it is the type that begins so.
  const byType = listedBounds(typeStart, { type: 'prefix', prefix: beginning }, source);
  return atLeast(anyOf([plain.atLeast, byType.atLeast, ...byParts]));
}

// At each colon, since a type may have one too.
function splitsOf(text: string): readonly (readonly [string, string])[] {
  const parts = text.split(':');
  return parts
    .slice(1)
    .map((_, index) => [parts.slice(0, index + 1).join(':'), parts.slice(index + 1).join(':')]);
}

function valueBounds(start: string, values: readonly string[], lengths: TokenLengths): Bounds {
  const tokens = values.map((value) => valueToken(value, lengths));
  const expression = oneOfTokens(tokens.map((token) => start + token));
  return tokens.every(isExactToken) ? exactly(expression) : atLeast(expression);
}

function named(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
  return lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list ?? []))];
}

function oneOfTokens(tokens: readonly string[]): TokenExpression {
  return anyOf(tokens.map((token) => ({ type: 'token', token })));
}

// The pieces of a glob, one after the other. Of a token with a hash the value is not known.
function mayFit(token: string, pieces: readonly string[]): boolean {
  if (!isExactToken(token)) return true;
  let at = 0;
  return pieces.every((piece) => {
    const found = token.indexOf(piece, at);
    at = found + piece.length;
    return found !== -1;
  });
}

// What the values begin with that the condition lets through.
function beginningOf(match: Match): string {
  if (match.type === 'prefix') return match.prefix;
  return match.type === 'glob' ? (match.pattern.split('*', 1)[0] ?? '') : '';
}

function scaleCondition(start: string, match: Match): TokenExpression {
  if (match.type === 'anyOf') {
    const numbers = match.values.map(Number).filter((value) => !Number.isNaN(value));
    return oneOfTokens(numbers.map((value) => start + scaleOf(value)));
  }
  if (match.type !== 'between') return all;
  const steps: string[] = [];
  const last = scaleOf(match.max);
  for (let step = scaleOf(match.min); step <= last; step += 1) steps.push(start + step);
  return oneOfTokens(steps);
}

function isBetween(value: number, { min, max }: { min: number; max: number }): boolean {
  return value >= min && value <= max;
}
