import { formatQuery, type QueryField } from '@whodid/core/query';

/** One condition as query text: `fieldTerm('request', 'req_51')` is `request:req_51`. */
export function fieldTerm(field: QueryField, value: string): string {
  return formatQuery({ type: 'field', field, match: { type: 'anyOf', values: [value] } });
}
