import { type EntryFields, matches, type Query } from '@whodid/core';
import type { StoredEntry } from '@whodid/store';
import type { Caller } from './caller.ts';
import { allows } from './scopes.ts';

const looks: Query = {
  type: 'field',
  field: 'action',
  match: { type: 'anyOf', values: ['whodid.look'] },
};

/**
 * A query cut down to what somebody may see of the tenant: who looked at what is for auditors, and
 * for them only if they ask for it with `action:`. Otherwise a log that is looked at would be full
 * of that.
 *
 * Every route that reads entries with the scope `read` goes through this.
 */
export function visibleTo({ scopes }: Caller, query: Query): Query {
  if (allows(scopes, 'audit') && asksForLooks(query)) return query;
  const parts = query.type === 'and' ? query.parts : query.type === 'all' ? [] : [query];
  return { type: 'and', parts: [...parts, { type: 'not', part: looks }] };
}

/** The same for an entry that was found by its id. */
export function isVisible({ text }: StoredEntry, caller: Caller): boolean {
  return allows(caller.scopes, 'audit') || !matches(looks, JSON.parse(text));
}

function asksForLooks(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.parts.some(asksForLooks);
  return query.type === 'field' && query.field === 'action' && matches(query, aLook);
}

const aLook = { action: 'whodid.look' } as EntryFields;
