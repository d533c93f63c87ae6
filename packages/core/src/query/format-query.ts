import { categoryTerms } from './category-terms.ts';
import { type QueryFieldRow, rowOf } from './fields.ts';
import { formatBounds } from './format-bounds.ts';
import type { FieldTerm, Query } from './query.ts';

/**
 * Writes a query as text that `parseQuery` reads as the same query. Times come out as instants or
 * whole UTC days and `me` as the actor's id, so that the text means the same tomorrow and for
 * everybody.
 */
export function formatQuery(query: Query): string {
  return query.type === 'all' ? '' : format(query);
}

function format(query: Query): string {
  switch (query.type) {
    case 'all':
      return '*';
    case 'and':
      return query.parts
        .map((part) => (part.type === 'or' ? grouped(part) : format(part)))
        .join(' ');
    case 'or':
      return alternatives(query.parts).join(' OR ');
    case 'not':
      return `-${isGroup(query.part) ? grouped(query.part) : format(query.part)}`;
    case 'text':
      return formatText(query.tokens, query.phrase);
    case 'field':
      return formatTerm(query);
  }
}

function isGroup({ type }: Query): boolean {
  return type === 'and' || type === 'or' || type === 'not';
}

function alternatives(parts: readonly Query[]): readonly string[] {
  return categoryTerms(parts).map((part) =>
    'names' in part ? `${part.field}:${part.names.join(',')}` : format(part),
  );
}

// What was one condition on a category is one again.
function grouped(query: Query): string {
  const [first = '', second] = query.type === 'or' ? alternatives(query.parts) : [];
  return query.type === 'or' && second === undefined ? first : `(${format(query)})`;
}

function formatText(tokens: readonly string[], phrase: boolean): string {
  if (phrase) return `"${tokens.join(' ')}"`;
  return tokens.length === 1 ? tokens.join('') : `(${tokens.join(' ')})`;
}

function formatTerm({ field, key, match }: FieldTerm): string {
  const row = rowOf(field);
  const name = key === undefined ? field : `${field}.${key}`;
  switch (match.type) {
    case 'exists':
      return `${name}:*`;
    case 'between':
      return `${name}:${formatBounds(row, match.min, match.max)}`;
    case 'prefix':
      return `${name}:${formatPrefix(match.prefix)}`;
    case 'glob':
      return `${name}:${match.pattern.split('*').map(formatPiece).join('*')}`;
    case 'anyOf':
      return `${name}:${match.values.map((value) => formatLiteral(row, value)).join(',')}`;
  }
}

function formatPrefix(prefix: string): string {
  if (!prefix.endsWith('.')) return `${formatPiece(prefix)}*`;
  const start = prefix.slice(0, -1);
  return `${start.endsWith('.') ? quoted(start) : formatPiece(start)}.`;
}

function formatLiteral(row: QueryFieldRow, value: string): string {
  const meansMore =
    row.hasCategories === true ||
    value.endsWith('.') ||
    (row.isPerson === true && value.toLowerCase() === 'me') ||
    (row.name === 'ip' && value.includes('/'));
  return meansMore ? quoted(value) : formatPiece(value);
}

// Characters that mean nothing but themselves after a field's colon. Two dots may be a range.
const plain = /^(?!.*\.\.)[\p{L}\p{N}_@/#+:.=-]+$/u;

function formatPiece(text: string): string {
  return text === '' || plain.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
