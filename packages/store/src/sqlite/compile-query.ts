import type { Match, Query } from '@whodid/core';
import { type Bounds, exactly, unknown } from './bounds.ts';
import { fieldBounds, type TokenSource } from './field-bounds.ts';
import { textBounds } from './text-bounds.ts';
import { all, allOf, anyOf, not, type TokenExpression } from './token-expression.ts';

/** What a query means for the index: conditions that every entry fulfils that it asks for. */
export interface CompiledQuery {
  readonly expression: TokenExpression;
  /** Whether it lets through nothing else. */
  readonly exact: boolean;
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
  const { atLeast, exact } = new Compiler(tenant, source).bounds(query, 0);
  return {
    expression: atLeast,
    exact,
    minAt: Math.max(...times.map(({ min }) => min), -Infinity),
    maxAt: Math.min(...times.map(({ max }) => max), Infinity),
    ids: ids === undefined ? null : [...new Set(ids.values.map((id) => id.toLowerCase()))],
  };
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
        const { atLeast, atMost, exact } = this.bounds(query.part, depth + 1);
        return { atLeast: not(atMost), atMost: not(atLeast), exact };
      }
      case 'text':
        return this.#limited(textBounds(query));
      case 'field':
        return this.#limited(fieldBounds(query, this.#tenant, this.#source));
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
      exact: bounds.every(({ exact }) => exact),
    };
  }

  #limited(bounds: Bounds): Bounds {
    this.#tokens += sizeOf(bounds.atLeast);
    return this.#tokens > maxTokens ? unknown : bounds;
  }
}

function sizeOf(expression: TokenExpression): number {
  return 'parts' in expression ? expression.parts.reduce((sum, part) => sum + sizeOf(part), 0) : 1;
}
