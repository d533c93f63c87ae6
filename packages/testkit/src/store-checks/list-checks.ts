import assert from 'node:assert/strict';
import { type Entry, isWhodidError, type Query } from '@whodid/core';
import type { ListRequest, Store } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';

const start = Date.UTC(2026, 0, 1);
const everything: Query = { type: 'all' };

/** What `list` promises about order, pages, ranges, limits and cursors. */
export const listChecks: readonly StoreCheck[] = [
  {
    name: 'list: newest first by when it happened, whenever it arrived',
    run: async (store) => {
      const [late, first, middle] = [entryAt(0), entryAt(9), entryAt(5)];
      await store.append([first]);
      await store.append([middle, late]);
      assert.deepEqual(await idsOf(store, {}), ids([first, middle, late]));
    },
  },
  {
    name: 'list: entries of one instant are in order of their ids',
    run: async (store) => {
      const entries = Array.from({ length: 9 }, () => entryAt(1));
      await store.append(shuffled(entries));
      assert.deepEqual(await idsOf(store, {}), ids(entries).toSorted().toReversed());
    },
  },
  {
    name: 'list: pages follow each other without hole or repeat',
    run: async (store) => {
      // Runs of entries of one instant, so that page boundaries fall into them.
      const entries = Array.from({ length: 45 }, (_, index) => entryAt(Math.floor(index / 7)));
      await store.append(shuffled(entries));
      const expected = inOrder(entries);
      for (const limit of [1, 4, 9, 15, 45, 46]) {
        const pages = await walk(store, { limit });
        assert.deepEqual(pages.flat(), expected);
        assert.deepEqual(pages.length, Math.ceil(45 / limit), 'a next page only if there is one');
      }
    },
  },
  {
    name: 'list: pages stay in step while new entries arrive',
    run: async (store) => {
      const entries = Array.from({ length: 30 }, (_, index) => entryAt(index));
      await store.append(entries);
      let arrived = 100;
      const pages = await walk(store, { limit: 7 }, async () => {
        arrived += 1;
        await store.append([entryAt(arrived), makeEntry()]);
      });
      assert.deepEqual(pages.flat(), inOrder(entries));
    },
  },
  {
    name: 'list: an entry that arrives late shows up on the page where it belongs',
    run: async (store) => {
      const entries = Array.from({ length: 10 }, (_, index) => entryAt(index * 10));
      await store.append(entries);
      const late = entryAt(15);
      const pages = await walk(store, { limit: 4 }, () => store.append([late]));
      assert.deepEqual(pages.flat(), inOrder([...entries, late]));
    },
  },
  {
    name: 'list: both ends of a range belong to it',
    run: async (store) => {
      const entries = Array.from({ length: 10 }, (_, index) => entryAt(index));
      await store.append(entries);
      const range = { from: start + 3, to: start + 6 };
      assert.deepEqual(await idsOf(store, range), inOrder(entries.slice(3, 7)));
      assert.deepEqual((await walk(store, { ...range, limit: 1 })).length, 4);
      assert.deepEqual(await idsOf(store, { from: start + 8 }), inOrder(entries.slice(8)));
      assert.deepEqual(await idsOf(store, { to: start }), ids(entries.slice(0, 1)));
      assert.deepEqual(await idsOf(store, { from: start + 6, to: start + 3 }), []);
    },
  },
  {
    name: 'list: finds what is far behind what does not match',
    run: async (store) => {
      const noise = Array.from({ length: 2500 }, (_, index) => entryAt(10 + index));
      const sought = [0, 1, 2].map((at) => entryAt(at, { data: { plan: 'needle-7' } }));
      await store.append([...sought, ...noise]);
      const query: Query = {
        type: 'field',
        field: 'data',
        key: 'plan',
        match: { type: 'glob', pattern: '*eedle-*' },
      };
      assert.deepEqual(await idsOf(store, { query }), inOrder(sought));
      assert.deepEqual((await walk(store, { query, limit: 2 })).flat(), inOrder(sought));
    },
  },
  {
    name: 'list: 50 entries unless asked otherwise, 500 at most',
    run: async (store) => {
      const entries = Array.from({ length: 501 }, (_, index) => entryAt(index));
      await store.append(entries);
      const [default50, most] = [
        await store.list(request({})),
        await store.list(request({ limit: 500 })),
      ];
      assert.equal(default50.entries.length, 50);
      assert.equal(most.entries.length, 500);
      assert.notEqual(most.next, null);
    },
  },
  {
    name: 'list: arguments out of range are refused',
    run: async (store) => {
      const wrong: Partial<ListRequest>[] = [
        { limit: 0 },
        { limit: 501 },
        { limit: 1.5 },
        { limit: Number.NaN },
        { from: Number.NaN },
        { to: 0.5 },
        { tenant: '' },
      ];
      for (const part of wrong) {
        await assert.rejects(store.list(request(part)), (error) =>
          isWhodidError(error, 'STORE_ARGUMENT'),
        );
      }
    },
  },
  {
    name: 'count: all that match, in the range, of one tenant',
    run: async (store) => {
      const entries = Array.from({ length: 1203 }, (_, index) =>
        entryAt(index, { action: index % 3 === 0 ? 'order.pay' : 'order.see' }),
      );
      await store.append([...entries, makeEntry({ tenant: 'other' })]);
      const paid: Query = {
        type: 'field',
        field: 'action',
        match: { type: 'anyOf', values: ['order.pay'] },
      };
      // Of which the index alone can hardly know.
      const late: Query = {
        type: 'field',
        field: 'created',
        match: { type: 'between', min: start + 600, max: Infinity },
      };
      const counted = (part: Partial<ListRequest>): Promise<number> => store.count(request(part));
      assert.equal(await counted({}), 1203);
      assert.equal(await counted({ query: paid }), 401);
      assert.equal(await counted({ query: late }), 603);
      assert.equal(await counted({ query: { type: 'and', parts: [paid, late] } }), 201);
      assert.equal(await counted({ query: { type: 'not', part: paid } }), 802);
      assert.equal(await counted({ query: paid, from: start + 3, to: start + 9 }), 3);
      assert.equal(await counted({ from: start + 9, to: start + 3 }), 0);
      assert.equal(await counted({ tenant: 'other' }), 1);
      assert.equal(await counted({ tenant: 'nobody' }), 0);
      await assert.rejects(counted({ tenant: '' }), (error) =>
        isWhodidError(error, 'STORE_ARGUMENT'),
      );
    },
  },
  {
    name: 'cursor: one of another question is refused',
    run: async (store) => {
      await store.append([entryAt(0), entryAt(1), makeEntry({ tenant: 'other' })]);
      const { next } = await store.list(request({ limit: 1 }));
      assert.ok(next !== null);
      const others: Partial<ListRequest>[] = [
        { tenant: 'other' },
        { from: 1 },
        { to: 1 },
        { query: { type: 'text', tokens: ['x'], phrase: false } },
      ];
      for (const part of others) await refusesCursor(store, { ...part, cursor: next });
      for (const cursor of ['', 'x', '!!', `${next}A`, next.slice(1), `B${next.slice(1)}`]) {
        await refusesCursor(store, { cursor });
      }
      assert.equal((await store.list(request({ limit: 5, cursor: next }))).entries.length, 1);
    },
  },
];

function entryAt(ms: number, more: Parameters<typeof makeEntry>[0] = {}): Entry {
  return makeEntry({ ...more, occurredAt: new Date(start + ms).toISOString() });
}

function request(part: Partial<ListRequest>): ListRequest {
  return { tenant: 'main', query: everything, ...part };
}

async function idsOf(store: Store, part: Partial<ListRequest>): Promise<readonly string[]> {
  return ids((await store.list(request({ limit: 500, ...part }))).entries);
}

function ids(entries: readonly { readonly id: string }[]): readonly string[] {
  return entries.map(({ id }) => id);
}

function inOrder(entries: readonly Entry[]): readonly string[] {
  const key = ({ occurredAt, id }: Entry): string => `${occurredAt} ${id}`;
  return ids(entries.toSorted((a, b) => (key(a) < key(b) ? 1 : -1)));
}

// Neither the order of time nor that of ids, and the same in every run.
function shuffled(entries: readonly Entry[]): readonly Entry[] {
  return entries
    .map((_, index) => entries[(index * 7) % entries.length] as Entry)
    .slice(0, entries.length);
}

/** All pages of a list. `between` runs before each further page. */
async function walk(
  store: Store,
  part: Partial<ListRequest>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(request({ ...part, cursor }));
    pages.push(ids(page.entries));
    cursor = page.next ?? undefined;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined && pages.length < 1000);
  return pages;
}

async function refusesCursor(store: Store, part: Partial<ListRequest>): Promise<void> {
  await assert.rejects(store.list(request(part)), (error) =>
    isWhodidError(error, 'CURSOR_INVALID'),
  );
}
