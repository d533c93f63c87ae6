/** A condition on the tokens of an entry. */
export type TokenExpression =
  | { readonly type: 'all' }
  | { readonly type: 'none' }
  | { readonly type: 'token'; readonly token: string; readonly prefix?: true }
  | { readonly type: 'and' | 'or'; readonly parts: readonly TokenExpression[] }
  | { readonly type: 'not'; readonly part: TokenExpression };

export const all: TokenExpression = { type: 'all' };
export const none: TokenExpression = { type: 'none' };

export function allOf(parts: readonly TokenExpression[]): TokenExpression {
  const left = parts.filter(({ type }) => type !== 'all');
  if (left.some(({ type }) => type === 'none')) return none;
  return joined('and', left, all);
}

export function anyOf(parts: readonly TokenExpression[]): TokenExpression {
  const left = parts.filter(({ type }) => type !== 'none');
  if (left.some(({ type }) => type === 'all')) return all;
  return joined('or', left, none);
}

export function not(part: TokenExpression): TokenExpression {
  if (part.type === 'all') return none;
  if (part.type === 'none') return all;
  return part.type === 'not' ? part.part : { type: 'not', part };
}

function joined(
  type: 'and' | 'or',
  parts: readonly TokenExpression[],
  empty: TokenExpression,
): TokenExpression {
  const [only] = parts;
  if (only === undefined) return empty;
  return parts.length === 1 ? only : { type, parts };
}

/**
 * Writes an expression as FTS5 reads it. Tokens are quoted, and what `isPlainToken` does not let
 * through never gets here, so that no token can be read as an operator.
 *
 * @param everything - a token that each entry has, from which `not` is taken.
 */
export function printExpression(expression: TokenExpression, everything: string): string {
  switch (expression.type) {
    case 'token':
      return `"${expression.token}"${expression.prefix === true ? '*' : ''}`;
    case 'or':
      return group(expression.parts, ' OR ', everything);
    case 'and':
      return printAnd(expression.parts, everything);
    case 'not':
      return `("${everything}" NOT ${printExpression(expression.part, everything)})`;
    default:
      throw new TypeError('All and none have no expression');
  }
}

// `NOT` in FTS5 has two sides: what is wanted goes left, everything unwanted right.
function printAnd(parts: readonly TokenExpression[], everything: string): string {
  const wanted = parts.filter(({ type }) => type !== 'not');
  const unwanted = parts.flatMap((part) => (part.type === 'not' ? [part.part] : []));
  const left = wanted.length === 0 ? `"${everything}"` : group(wanted, ' AND ', everything);
  return unwanted.length === 0 ? left : `(${left} NOT ${group(unwanted, ' OR ', everything)})`;
}

function group(parts: readonly TokenExpression[], operator: string, everything: string): string {
  const printed = parts.map((part) => printExpression(part, everything));
  return printed.length === 1 ? (printed[0] as string) : `(${printed.join(operator)})`;
}
