export { type FieldValue, type QueryFieldRow, queryFields } from './fields.ts';
export { matches } from './matches.ts';
export { type ParseOptions, parseQuery, type QueryLimits, queryLimits } from './parse-query.ts';
export type { FieldTerm, Match, Query, QueryField, TextTerm } from './query.ts';
export { timeWords } from './read-time.ts';
export { searchText } from './search-text.ts';
export { tokens } from './tokens.ts';
export { valuesOf } from './values-of.ts';
