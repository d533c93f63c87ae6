import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '@whodid/core';
import { createStore, memoryDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { offsetPage } from '../../src/query/offset-page.ts';

const all = { tenant: 'main', query: { type: 'all' } } as const;

test('a page by number is what a slice of the whole list would be', async () => {
  const store = createStore(memoryDriver());
  const entries = Array.from(
    { length: 1234 },
    (_, at): Entry => makeEntry({ occurredAt: new Date(at).toISOString() }),
  );
  await store.append(entries);
  const newestFirst = entries.map(({ id }) => id).toReversed();
  for (const limit of [1, 7, 100, 500]) {
    for (const offset of [0, 1, 499, 500, 501, 1000, 1233, 1234, 5000]) {
      const page = await offsetPage(store, all, { limit, offset });
      assert.deepEqual(
        page.map(({ id }) => id),
        newestFirst.slice(offset, offset + limit),
        `${limit} from ${offset}`,
      );
    }
  }
  await store.close();
});

test('what is not meant counts nowhere', async () => {
  const store = createStore(memoryDriver());
  const entries = Array.from(
    { length: 1234 },
    (_, at): Entry => makeEntry({ occurredAt: new Date(at).toISOString() }),
  );
  await store.append(entries);
  const isMeant = ({ occurredAt }: { readonly occurredAt: number }) => occurredAt % 3 === 0;
  const meant = entries.filter((_, at) => at % 3 === 0).map(({ id }) => id);
  for (const limit of [1, 100, 500]) {
    for (const offset of [0, 1, 300, 411, 412]) {
      const page = await offsetPage(store, all, { limit, offset }, isMeant);
      assert.deepEqual(
        page.map(({ id }) => id),
        meant.toReversed().slice(offset, offset + limit),
        `${limit} from ${offset}`,
      );
    }
  }
  await store.close();
});
