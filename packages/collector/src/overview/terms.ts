import { formatQuery, type Query, type QueryField } from '@whodid/core';

export type Term = readonly [field: QueryField, ...values: string[]];

/** Query text that asks for what an actor, `type:id`, did, and for more. */
export function actorTerms(actor: string, ...more: readonly Term[]): string {
  const colon = actor.indexOf(':');
  const type: Term = ['actor.type', actor.slice(0, colon)];
  return terms(type, ['actor.id', actor.slice(colon + 1)], ...more);
}

/** Query text that asks for all of the conditions. */
export function terms(...all: readonly Term[]): string {
  const parts = all.map(
    ([field, ...values]): Query => ({ type: 'field', field, match: { type: 'anyOf', values } }),
  );
  return formatQuery({ type: 'and', parts });
}

/** The id of an actor that was counted as `type:id`. */
export function idOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
