import type { Entry, Receipt } from '@whodid/core';
import type { Store } from '@whodid/store';
import type { AnswerCache } from './answer-cache.ts';
import { touchedOwners } from './touched-owners.ts';

/**
 * A store that tells the cache of every change, after the commit and before it is acknowledged: who
 * has the receipt sees the entry. Everything else is the store's own affair.
 *
 * A reader between commit and change keeps the new state under the old version, and one that asked
 * before the commit keeps the old state under it. Both are stale then, which harms nobody.
 */
export function invalidatingStore(store: Store, cache: AnswerCache): Store {
  return {
    name: store.name,
    append: (entries) => appendAndTell(entries, store, cache),
    list: (request) => store.list(request),
    count: (question) => store.count(question),
    tally: (question) => store.tally(question),
    get: (tenant, id) => store.get(tenant, id),
    onStored: (listener) => store.onStored(listener),
    close: () => store.close(),
  };
}

async function appendAndTell(
  entries: readonly Entry[],
  store: Store,
  cache: AnswerCache,
): Promise<readonly Receipt[]> {
  let receipts: readonly Receipt[] | undefined;
  try {
    receipts = await store.append(entries);
    return receipts;
  } finally {
    await cache.invalidate(touchedOwners(whatIsThere(entries, receipts)));
  }
}

// A failed call may have stored some of its entries. When they are sent again they are duplicates,
// or conflicts if we fill in another time: nobody was told of the change then, so it is told now.
function whatIsThere(
  entries: readonly Entry[],
  receipts: readonly Receipt[] | undefined,
): readonly Entry[] {
  if (receipts === undefined) return entries;
  return entries.filter((_, at) => receipts[at]?.fate !== 'refused');
}
