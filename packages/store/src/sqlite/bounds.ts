import { all, none, type TokenExpression } from './token-expression.ts';

/**
 * What a part of a query means for the index, from both sides: every entry that it asks for
 * fulfils `atLeast`, and every entry that fulfils `atMost` is asked for. Where the index knows
 * exactly, they are the same. `not` turns them round, which is why both are needed.
 */
export interface Bounds {
  readonly atLeast: TokenExpression;
  readonly atMost: TokenExpression;
  /** Whether the two are the same. */
  readonly exact: boolean;
}

/** The index knows nothing about it. */
export const unknown: Bounds = { atLeast: all, atMost: none, exact: false };

export function exactly(expression: TokenExpression): Bounds {
  return { atLeast: expression, atMost: expression, exact: true };
}

export function atLeast(expression: TokenExpression): Bounds {
  return { atLeast: expression, atMost: none, exact: false };
}
