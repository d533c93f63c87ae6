import { type EntryFields, type Query, type QueryField, valuesOf } from '@whodid/core';

/** Kinds of entries that are rows of the activity log. */
const kinds: readonly string[] = ['action', 'auth'];

/** Which rows of one person. */
export interface RowQuestion {
  readonly userId: string;
  readonly action?: string | undefined;
}

/**
 * Finds the rows that are asked for, and some whose actions differ in capital letters only:
 * {@link isAskedFor} tells them apart.
 */
export function queryFor({ userId, action }: RowQuestion): Query {
  const parts = [anyOf('actor.id', userId), anyOf('actor.type', 'user'), anyOf('kind', ...kinds)];
  return { type: 'and', parts: action === undefined ? parts : [...parts, anyOf('action', action)] };
}

/** Whether an entry is a row that is asked for. */
export function isAskedFor({ userId, action }: RowQuestion, entry: EntryFields): boolean {
  return isRowOf(userId, entry) && (action === undefined || entry.action === action);
}

/** Whether an entry is a row, whosever it is. */
export function isRow(entry: EntryFields): boolean {
  const isKnown = valuesOf(entry, 'actor.id').length > 0;
  return kinds.includes(entry.kind) && entry.actor.type === 'user' && isKnown;
}

/** Whether an entry is a row of this person. */
export function isRowOf(userId: string, entry: EntryFields): boolean {
  return entry.actor.id === userId && isRow(entry);
}

function anyOf(field: QueryField, ...values: readonly string[]): Query {
  return { type: 'field', field, match: { type: 'anyOf', values } };
}
