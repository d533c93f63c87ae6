import { categoryTerms } from './category-terms.ts';
import { describeBounds } from './describe-bounds.ts';
import { either } from './either.ts';
import { rowOf } from './fields.ts';
import type { FieldTerm, Match, Query, QueryField } from './query.ts';

/**
 * Says a query in plain English, one text for each condition that must hold: `actor is ada`,
 * `status is not 2xx`, `text “refund”`, `since 2026-11-19`. Times are UTC. No condition, no text.
 */
export function describeQuery(query: Query): string[] {
  if (query.type === 'all') return [];
  const parts = query.type === 'and' ? query.parts : [query];
  return parts.map((part) => describe(part, false));
}

function describe(query: Query, negated: boolean): string {
  switch (query.type) {
    case 'all':
      return negated ? 'nothing' : 'anything';
    case 'and':
      return inParentheses(query.parts.map((part) => describe(part, false)).join(' and '), negated);
    case 'or':
      return describeChoice(query.parts, negated);
    case 'not':
      return negated ? `not (${describe(query.part, true)})` : describe(query.part, true);
    case 'text':
      return `${negated ? 'without' : 'text'} “${query.tokens.join(' ')}”`;
    case 'field':
      return `${label(query)}${condition(query, negated)}`;
  }
}

function inParentheses(text: string, negated: boolean): string {
  return `${negated ? 'not ' : ''}(${text})`;
}

function describeChoice(parts: readonly Query[], negated: boolean): string {
  const shown = categoryTerms(parts);
  const [first] = shown;
  if (first !== undefined && 'names' in first && shown.length === 1) {
    return `${first.field} ${is(negated)} ${either(first.names)}`;
  }
  if (isOfOneField(parts)) {
    const link = negated ? ' and ' : ' or ';
    return `${label(parts[0])}${parts.map((part) => condition(part, negated)).join(link)}`;
  }
  const said = shown.map((part) =>
    'names' in part ? `${part.field} is ${either(part.names)}` : describe(part, false),
  );
  return negated ? inParentheses(said.join(' or '), negated) : said.join(' or ');
}

type Terms = readonly [FieldTerm, ...FieldTerm[]];

function isOfOneField(parts: readonly Query[]): parts is Terms {
  const [first] = parts;
  return (
    first?.type === 'field' &&
    parts.every(
      (part) => part.type === 'field' && part.field === first.field && part.key === first.key,
    )
  );
}

// A time needs no name: “since yesterday”.
function label({ field, key, match }: FieldTerm): string {
  if (field === 'created' && match.type === 'between') return '';
  return `${key === undefined ? (labels.get(field) ?? field) : `${field}.${key}`} `;
}

const labels: ReadonlyMap<QueryField, string> = new Map([['onbehalfof', 'on behalf of']]);

function condition({ field, match }: FieldTerm, negated: boolean): string {
  const not = negated ? ' not' : '';
  switch (match.type) {
    case 'anyOf': {
      const exactly = rowOf(field).hasCategories === true ? ' exactly' : '';
      return `${is(negated)}${exactly} ${either(match.values)}`;
    }
    case 'prefix':
      return `${negated ? 'does not start' : 'starts'} with ${match.prefix}`;
    case 'glob':
      return `${is(negated)} like ${match.pattern}`;
    case 'exists':
      return negated ? 'is absent' : 'is present';
    case 'between':
      return describeBetween(field, match, not);
  }
}

function describeBetween(
  field: QueryField,
  { min, max }: Extract<Match, { type: 'between' }>,
  not: string,
): string {
  const row = rowOf(field);
  const said = describeBounds(row, min, max);
  return row.valueType === 'time' ? `${not.trimStart()} ${said}`.trimStart() : `is${not} ${said}`;
}

function is(negated: boolean): string {
  return negated ? 'is not' : 'is';
}
