import type { FieldTerm, Match, Query, TextTerm } from '@whodid/core';
import { fieldIndexes } from './field-index.ts';
import {
  isExactToken,
  isLiteral,
  prefixToken,
  scaleOf,
  tokenStart,
  valueToken,
} from './field-token.ts';
import { wordLength } from './index-entry.ts';
import { all, allOf, anyOf, none, not, type TokenExpression } from './token-expression.ts';
import { wordCondition } from './word-condition.ts';

/** What tokens the index has. */
export interface TokenSource {
  /**
   * The tokens that begin so, in the table `token`; `null` if there are too many to be named.
   */
  listed(beginning: string): readonly string[] | null;
  /** The same for fields whose values are too many for that table. */
  indexed(beginning: string): readonly string[] | null;
}

/** What a query means for the index: conditions that every entry fulfils that it asks for. */
export interface CompiledQuery {
  readonly expression: TokenExpression;
  /** Bounds of the time of an entry, both included; infinite if there is none. */
  readonly minAt: number;
  readonly maxAt: number;
  /** The ids that are asked for, if they are. */
  readonly ids: readonly string[] | null;
}

/**
 * Compiles a query. The answer may let through entries that the query does not ask for, never the
 * other way round: `matches` has the last word on each.
 */
export function compileQuery(query: Query, tenant: number, source: TokenSource): CompiledQuery {
  const parts = query.type === 'and' ? query.parts : [query];
  const matchesOf = (field: string): readonly Match[] =>
    parts.flatMap((part) => (part.type === 'field' && part.field === field ? [part.match] : []));
  const times = matchesOf('created').filter((match) => match.type === 'between');
  const ids = matchesOf('id').find((match) => match.type === 'anyOf');
  return {
    expression: new Compiler(tenant, source).bounds(query, 0).atLeast,
    minAt: Math.max(...times.map(({ min }) => min), -Infinity),
    maxAt: Math.min(...times.map(({ max }) => max), Infinity),
    ids: ids?.values.map((id) => id.toLowerCase()) ?? null,
  };
}

/**
 * What a part of a query means for the index, from both sides: every entry that it asks for
 * fulfils `atLeast`, and every entry that fulfils `atMost` is asked for. Where the index knows
 * exactly, they are the same. `not` turns them round, which is why both are needed.
 */
interface Bounds {
  readonly atLeast: TokenExpression;
  readonly atMost: TokenExpression;
}

// FTS5 parses with a stack of 100, and takes its time for thousands of tokens.
const maxDepth = 12;
const maxTokens = 2000;

class Compiler {
  readonly #tenant: number;
  readonly #source: TokenSource;
  #tokens = 0;

  constructor(tenant: number, source: TokenSource) {
    this.#tenant = tenant;
    this.#source = source;
  }

  bounds(query: Query, depth: number): Bounds {
    if (depth > maxDepth) return unknown;
    switch (query.type) {
      case 'all':
        return exactly(all);
      case 'and':
        return this.#join(allOf, query.parts, depth);
      case 'or':
        return this.#join(anyOf, query.parts, depth);
      case 'not': {
        const { atLeast, atMost } = this.bounds(query.part, depth + 1);
        return { atLeast: not(atMost), atMost: not(atLeast) };
      }
      case 'text':
        return this.#limited(textBounds(query));
      case 'field':
        return this.#limited(this.#fieldBounds(query));
    }
  }

  #join(
    join: (parts: readonly TokenExpression[]) => TokenExpression,
    parts: readonly Query[],
    depth: number,
  ): Bounds {
    const bounds = parts.map((part) => this.bounds(part, depth + 1));
    return {
      atLeast: join(bounds.map(({ atLeast }) => atLeast)),
      atMost: join(bounds.map(({ atMost }) => atMost)),
    };
  }

  #limited(bounds: Bounds): Bounds {
    this.#tokens += sizeOf(bounds.atLeast);
    return this.#tokens > maxTokens ? unknown : bounds;
  }

  #fieldBounds({ field, key, match }: FieldTerm): Bounds {
    const index = fieldIndexes[field];
    if (index.by === 'none') return unknown;
    if (index.by === 'words') return atLeast(wordCondition(field, key ?? '', match));
    const start = tokenStart(index.letter, this.#tenant);
    if (index.by === 'scale') return atLeast(scaleCondition(start, match));
    if (match.type === 'anyOf') return valueBounds(start, match.values);
    if (match.type === 'between' && field !== 'status') return exactly(none);
    return index.listed ? this.#listedBounds(start, match) : this.#manyBounds(start, match);
  }

  // All values of the field are known, so the wanted ones among them can be named.
  #listedBounds(start: string, match: Match): Bounds {
    const beginning = beginningOf(match);
    const found = this.#source.listed(start + prefixToken(beginning));
    if (found === null) return unknown;
    if (match.type === 'between') {
      const fits = (token: string): boolean => isBetween(Number(token.slice(start.length)), match);
      return exactly(oneOfTokens(found.filter(fits)));
    }
    const literal = isLiteral(beginning.toLowerCase());
    const exact = match.type === 'exists' || (match.type === 'prefix' && literal);
    return exact ? exactly(oneOfTokens(found)) : atLeast(oneOfTokens(found));
  }

  #manyBounds(start: string, match: Match): Bounds {
    const beginning = prefixToken(beginningOf(match));
    if (beginning === '') return unknown;
    const found = this.#source.indexed(start + beginning);
    return found === null ? unknown : atLeast(oneOfTokens(found));
  }
}

const unknown: Bounds = { atLeast: all, atMost: none };

function exactly(expression: TokenExpression): Bounds {
  return { atLeast: expression, atMost: expression };
}

function atLeast(expression: TokenExpression): Bounds {
  return { atLeast: expression, atMost: none };
}

function oneOfTokens(tokens: readonly string[]): TokenExpression {
  return anyOf(tokens.map((token) => ({ type: 'token', token })));
}

function sizeOf(expression: TokenExpression): number {
  return 'parts' in expression ? expression.parts.reduce((sum, part) => sum + sizeOf(part), 0) : 1;
}

function valueBounds(start: string, values: readonly string[]): Bounds {
  const tokens = values.map(valueToken);
  const expression = oneOfTokens(tokens.map((token) => start + token));
  return tokens.every(isExactToken) ? exactly(expression) : atLeast(expression);
}

const plainWord = /^[\p{L}\p{N}]+$/u;
const capital = /[A-Z]/;

// A word of full length may stand for longer ones, and a phrase is more than its words.
function textBounds({ tokens, phrase }: TextTerm): Bounds {
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
