import { rowOf } from './fields.ts';
import type { FieldTerm, Query, QueryField } from './query.ts';

/** Names of one field, each meaning itself and everything in its category. */
export interface CategoryTerm {
  readonly field: QueryField;
  readonly names: readonly string[];
}

const plainName = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u;

/**
 * Finds in the parts of an `or` what a plain `action:order,invoice` was read as, to be shown as it
 * was written. Everything else is handed on as it is.
 */
export function categoryTerms(parts: readonly Query[]): readonly (Query | CategoryTerm)[] {
  const shown: (Query | CategoryTerm)[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (part === undefined) break;
    const term = categoryTerm(part, parts.slice(at + 1));
    shown.push(term ?? part);
    at += term?.names.length ?? 0;
  }
  return shown;
}

function categoryTerm(part: Query, following: readonly Query[]): CategoryTerm | undefined {
  if (part.type !== 'field' || part.match.type !== 'anyOf') return undefined;
  const { field } = part;
  const names = part.match.values;
  const isCategory = (name: string, index: number): boolean =>
    plainName.test(name) && isPrefix(following[index], field, `${name}.`);
  if (rowOf(field).hasCategories !== true || !names.every(isCategory)) return undefined;
  return { field, names };
}

function isPrefix(part: Query | undefined, field: QueryField, prefix: string): part is FieldTerm {
  return (
    part?.type === 'field' &&
    part.field === field &&
    part.match.type === 'prefix' &&
    part.match.prefix === prefix
  );
}
