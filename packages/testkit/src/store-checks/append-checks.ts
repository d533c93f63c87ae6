import assert from 'node:assert/strict';
import { canonicalText, type Entry, type Receipt, sha256 } from '@whodid/core';
import type { Store } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';

/** What `append` promises, and that the same comes back. */
export const appendChecks: readonly StoreCheck[] = [
  {
    name: 'append: entries are reported stored, in order, and are there',
    run: async (store) => {
      const entries = Array.from({ length: 40 }, () => makeEntry());
      const receipts = await store.append(entries);
      assert.deepEqual(
        receipts,
        entries.map(({ id }) => ({ id, fate: 'stored' })),
      );
      for (const { id } of entries) assert.equal((await store.get('main', id))?.id, id);
    },
  },
  {
    name: 'append: nothing is no error',
    run: async (store) => {
      assert.deepEqual(await store.append([]), []);
    },
  },
  {
    name: 'append: what is there already is a duplicate',
    run: async (store) => {
      const [old, fresh] = [makeEntry(), makeEntry()];
      await store.append([old]);
      assert.deepEqual(await fates(store, [old, fresh]), ['duplicate', 'stored']);
      assert.equal((await all(store)).length, 2);
    },
  },
  {
    name: 'append: the same id with other bytes is a conflict, and the first stays',
    run: async (store) => {
      const first = makeEntry({ message: 'first' });
      const second = makeEntry({ ...first, message: 'second' });
      await store.append([first]);
      assert.deepEqual(await fates(store, [second]), ['conflict']);
      assert.equal((await store.get('main', first.id))?.text, canonicalText(first));
    },
  },
  {
    name: 'append: repeats within one batch are told apart',
    run: async (store) => {
      const one = makeEntry({ message: 'one' });
      const other = makeEntry({ ...one, message: 'other' });
      assert.deepEqual(await fates(store, [one, other, one, makeEntry()]), [
        'stored',
        'conflict',
        'duplicate',
        'stored',
      ]);
      assert.equal((await all(store)).length, 2);
    },
  },
  {
    name: 'append: one bad entry is refused alone',
    run: async (store) => {
      // No gate lets such an entry through; a driver must not fall over it all the same.
      const bad = { ...makeEntry(), occurredAt: 'never' } as Entry;
      const good = [makeEntry(), makeEntry()] as const;
      assert.deepEqual(await fates(store, [good[0], bad, good[1]]), [
        'stored',
        'refused',
        'stored',
      ]);
      assert.equal((await all(store)).length, 2);
    },
  },
  {
    name: 'append: more entries than the driver takes at once',
    run: async (store, driver) => {
      const count = Math.min(driver.maxBatch, 2000) + 7;
      const entries = Array.from({ length: count }, () => makeEntry());
      const receipts = await store.append(entries);
      assert.deepEqual(
        receipts.map(({ id }) => id),
        entries.map(({ id }) => id),
      );
      assert.ok(receipts.every(({ fate }) => fate === 'stored'));
      assert.equal((await store.get('main', entries.at(-1)?.id ?? ''))?.id, entries.at(-1)?.id);
    },
  },
  {
    // A driver may keep small commits one way and large ones another, and join what is small.
    name: 'append: commits of all sizes leave every entry in its place',
    run: async (store) => {
      const commits = commitSizes.map((size) => Array.from({ length: size }, sizedEntry));
      for (const commit of commits) await store.append(commit);
      const entries = commits.flat();
      for (const entry of entries) {
        assert.equal((await store.get('main', entry.id))?.text, canonicalText(entry));
      }
      const listed = await all(store);
      assert.deepEqual(new Set(listed.map(({ id }) => id)), new Set(entries.map(({ id }) => id)));
      assert.equal(listed.length, entries.length);
    },
  },
  {
    name: 'append: concurrent callers are each answered, and each entry is stored once',
    run: async (store) => {
      const entries = Array.from({ length: 30 }, () => makeEntry());
      // Every entry comes from three callers.
      const calls = Array.from({ length: 90 }, (_, index) => [entries[index % 30] as Entry]);
      const receipts = (await Promise.all(calls.map((call) => store.append(call)))).flat();
      assert.deepEqual(
        receipts.map(({ id }) => id),
        calls.map(([entry]) => entry?.id),
      );
      assert.equal(receipts.filter(({ fate }) => fate === 'stored').length, 30);
      assert.equal(receipts.filter(({ fate }) => fate === 'duplicate').length, 60);
      assert.equal((await all(store)).length, 30);
    },
  },
  {
    name: 'bytes: come back exactly, with their hash',
    run: async (store) => {
      const entries = [
        makeEntry({ message: 'Grüße 🦉 \u2028 "quoted" \\ \u0000' }),
        makeEntry({ data: { big: 1e21, small: 1e-7, minus: -1.5, deep: [[{ z: 1, a: null }]] } }),
      ];
      await store.append(entries);
      for (const entry of entries) {
        const stored = await store.get('main', entry.id);
        const text = canonicalText(entry);
        assert.equal(stored?.text, text);
        assert.equal(stored.hash, Buffer.from(sha256(text)).toString('hex'));
        assert.equal(stored.occurredAt, Date.parse(entry.occurredAt));
        assert.ok(Math.abs(stored.receivedAt - Date.now()) < 60_000);
      }
    },
  },
  {
    name: 'get: null for what is not there',
    run: async (store) => {
      const entry = makeEntry();
      await store.append([entry]);
      assert.equal(await store.get('main', makeEntry().id), null);
      assert.equal(await store.get('main', 'not an id'), null);
      assert.equal((await store.get('main', entry.id.toUpperCase()))?.id, entry.id);
    },
  },
  {
    name: 'tenants: the same id in two tenants is two entries',
    run: async (store) => {
      const ours = makeEntry({ tenant: 'ours', message: 'a' });
      const theirs = makeEntry({ ...ours, tenant: 'theirs', message: 'b' });
      assert.deepEqual(await fates(store, [ours, theirs]), ['stored', 'stored']);
      assert.equal((await store.get('ours', ours.id))?.text, canonicalText(ours));
      assert.equal((await store.get('theirs', ours.id))?.text, canonicalText(theirs));
    },
  },
  {
    name: 'tenants: nobody reads what is of another',
    run: async (store) => {
      const theirs = makeEntry({ tenant: 'theirs', message: 'confidential' });
      const ours = makeEntry({ tenant: 'ours' });
      await store.append([theirs, ours]);
      assert.equal(await store.get('ours', theirs.id), null);
      assert.equal(await store.get('nobody', theirs.id), null);
      assert.deepEqual(
        (await all(store, 'ours')).map(({ id }) => id),
        [ours.id],
      );
      const text = { type: 'text', tokens: ['confidential'], phrase: false } as const;
      const id = {
        type: 'field',
        field: 'id',
        match: { type: 'anyOf', values: [theirs.id] },
      } as const;
      for (const query of [text, id, { type: 'not', part: text } as const]) {
        const { entries } = await store.list({ tenant: 'ours', query });
        assert.ok(entries.every((entry) => entry.id === ours.id));
      }
    },
  },
];

const ones: readonly number[] = Array.from({ length: 30 }, () => 1);
const commitSizes: readonly number[] = [
  ...ones,
  42,
  ...ones,
  3,
  70,
  9,
  33,
  2,
  31,
  64,
  5,
  ...ones,
  65,
];

// Every eleventh is large.
function sizedEntry(_: unknown, index: number): Entry {
  if (index % 11 !== 10) return makeEntry();
  return makeEntry({ message: `no ${index} `.repeat(2000) });
}

async function fates(store: Store, entries: readonly Entry[]): Promise<readonly Receipt['fate'][]> {
  const receipts = await store.append(entries);
  assert.deepEqual(
    receipts.map(({ id }) => id),
    entries.map(({ id }) => id),
  );
  return receipts.map(({ fate }) => fate);
}

async function all(store: Store, tenant = 'main'): Promise<readonly { readonly id: string }[]> {
  return (await store.list({ tenant, query: { type: 'all' }, limit: 500 })).entries;
}
