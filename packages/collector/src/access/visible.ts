import { matches, type Query } from '@whodid/core';
import type { StoredEntry } from '@whodid/store';
import type { Caller } from './caller.ts';
import { allows } from './scopes.ts';

const looks: Query = {
  type: 'field',
  field: 'action',
  match: { type: 'anyOf', values: ['whodid.look'] },
};

/**
 * A query cut down to what somebody may see of the tenant: who looked at what is for auditors.
 *
 * Every route that reads entries with the scope `read` goes through this.
 */
export function visibleTo({ scopes }: Caller, query: Query): Query {
  if (allows(scopes, 'audit')) return query;
  const parts = query.type === 'and' ? query.parts : query.type === 'all' ? [] : [query];
  return { type: 'and', parts: [...parts, { type: 'not', part: looks }] };
}

/** The same for an entry that was found by its id. */
export function isVisible({ text }: StoredEntry, caller: Caller): boolean {
  const query = visibleTo(caller, { type: 'all' });
  return query.type === 'all' || matches(query, JSON.parse(text));
}
