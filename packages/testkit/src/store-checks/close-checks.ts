import assert from 'node:assert/strict';
import { canonicalText, isWhodidError } from '@whodid/core';
import type { Store } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';

const everything = { tenant: 'main', query: { type: 'all' } } as const;

/** What closing means, and what is there when a store is opened again. */
export const closeChecks: readonly StoreCheck[] = [
  refusedAfterClose('append', (store) => store.append([makeEntry()])),
  refusedAfterClose('list', (store) => store.list(everything)),
  refusedAfterClose('get', (store) => store.get('main', makeEntry().id)),
  {
    name: 'close: waits for what is on its way',
    run: async (store) => {
      const appended = store.append([makeEntry(), makeEntry()]);
      const listed = store.list(everything);
      await store.close();
      assert.deepEqual(
        (await appended).map(({ fate }) => fate),
        ['stored', 'stored'],
      );
      await listed;
    },
  },
  {
    name: 'close: a second time is no error',
    run: async (store) => {
      await Promise.all([store.close(), store.close()]);
      await store.close();
    },
  },
  {
    name: 'reopen: everything is there, in order, and known',
    durable: true,
    run: async (store, _driver, { reopen }) => {
      const entries = Array.from({ length: 150 }, (_, index) =>
        makeEntry({ message: `no ${index}` }),
      );
      for (const entry of entries.slice(0, 70)) await store.append([entry]);
      await store.append(entries.slice(70));
      const before = await store.list({ ...everything, limit: 500 });
      const again = await reopen();
      assert.deepEqual(await again.list({ ...everything, limit: 500 }), before);
      assert.equal(before.entries.length, 150);
      for (const entry of entries) {
        assert.equal((await again.get('main', entry.id))?.text, canonicalText(entry));
      }
      const receipts = await again.append([...entries, makeEntry()]);
      assert.equal(receipts.filter(({ fate }) => fate === 'duplicate').length, 150);
      assert.equal(receipts.at(-1)?.fate, 'stored');
    },
  },
];

// A trait: every operation must have it, and a new operation gets it with one line.
function refusedAfterClose(
  operation: string,
  call: (store: Store) => Promise<unknown>,
): StoreCheck {
  return {
    name: `${operation}: refused after close`,
    run: async (store) => {
      await store.close();
      await assert.rejects(call(store), (error) => isWhodidError(error, 'STORE_CLOSED'));
    },
  };
}
