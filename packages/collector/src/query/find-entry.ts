import { isUuid } from '@whodid/core';
import type { Store, StoredEntry } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import { isVisible } from '../access/visible.ts';
import { Problem } from '../problem/problem.ts';

/**
 * The entry of an id as it stands in an address. One of another tenant, or that the caller may not
 * see, is as one that does not exist.
 *
 * @throws Problem `NOT_FOUND`.
 */
export async function findEntry(store: Store, given: string, caller: Caller): Promise<StoredEntry> {
  const id = given.toLowerCase();
  const found = isUuid(id) ? await store.get(caller.tenant, id) : null;
  if (found !== null && isVisible(found, caller)) return found;
  throw new Problem('NOT_FOUND', 'There is no entry of this id.');
}
