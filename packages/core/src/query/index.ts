export type { FieldTerm, Match, Query, QueryField, TextTerm } from './query.ts';
