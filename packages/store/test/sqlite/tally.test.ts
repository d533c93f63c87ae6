import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Entry } from '@whodid/core';
import {
  createStore,
  memoryDriver,
  type Store,
  sqliteDriver,
  type TallyField,
  type TallyGroup,
  tallyFields,
} from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import fc from 'fast-check';
import { entryFields, queriesFor, spanMs, startAt } from './arbitraries.ts';
import { openStoreIn, storeDirectory, tamper } from './store-directory.ts';

// Whatever is counted from columns, the memory driver counts entry by entry.

const field = fc.constantFrom<TallyField>(...tallyFields);
const group: fc.Arbitrary<TallyGroup> = fc.oneof(
  fc.tuple(field),
  fc.tuple(field, field),
) as fc.Arbitrary<TallyGroup>;
const moment = fc.nat(spanMs).map((at) => startAt + at);
const options = fc.record({
  by: fc.array(group, { maxLength: 4 }),
  top: fc.constantFrom(3, 1000),
  order: fc.constantFrom('count' as const, 'last' as const),
  from: fc.option(moment, { nil: undefined }),
  to: fc.option(moment, { nil: undefined }),
  tenant: fc.constantFrom('main', 'other', 'nobody'),
  edges: fc.oneof(
    fc.constant([]),
    fc
      .uniqueArray(moment, { minLength: 2, maxLength: 20 })
      .map((edges) => edges.toSorted((a, b) => a - b)),
  ),
});

describe('a tally of several zones', () => {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-tally-'));
  const open = (): Store => createStore(sqliteDriver({ directory, threads: false }));
  const expected = createStore(memoryDriver());
  const made = fc.sample(entryFields, { numRuns: 4000, seed: 11 });
  const entries = made.map((toEntry, index) => toEntry(index));
  let actual = open();

  before(async () => {
    await expected.append(entries);
    // Opened again in the middle of a zone, and of another one.
    for (const [from, to] of [
      [0, 500],
      [500, 2600],
      [2600, 4000],
    ]) {
      await actual.append(entries.slice(from, to));
      await actual.close();
      actual = open();
    }
  });
  after(async () => {
    await actual.close();
    rmSync(directory, { recursive: true });
  });

  test('is there in columns, for every zone that is full', () => {
    const zones = tamper(
      directory,
      'select zone, count(*) as columns from tally_column group by zone order by zone',
    );
    const columns = tallyFields.length + 2;
    assert.deepEqual(
      zones.map((row) => ({ ...row })),
      [0, 1, 2].map((zone) => ({ zone, columns })),
    );
  });

  test('counts the same as entry by entry', async () => {
    const property = fc.asyncProperty(queriesFor(entries), options, async (query, rest) => {
      const question = { query, ...rest };
      assert.deepEqual(await actual.tally(question), await expected.tally(question));
    });
    await fc.assert(property, { numRuns: 400, seed: 3 });
  });

  test('counts the same once the index was made anew', async () => {
    await actual.close();
    tamper(directory, "update meta set value = 0 where name = 'index'");
    actual = open();
    const question = {
      tenant: 'main',
      query: { type: 'all' },
      by: [['actor'], ['action']],
    } as const;
    assert.deepEqual(await actual.tally(question), await expected.tally(question));
  });
});

function many(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, at) =>
    makeEntry({
      action: `a.${at % 5}`,
      occurredAt: new Date(startAt + at).toISOString(),
      message: at % 2 === 0 ? 'even' : 'odd',
    }),
  );
}

const byAction = { tenant: 'main', query: { type: 'all' }, by: [['action']] } as const;

test('a zone of which a column is damaged is counted from its entries', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append(many(3000));
  const whole = await store.tally(byAction);
  assert.equal(whole.count, 3000);
  await store.close();
  tamper(directory, "update tally_column set data = x'00ff' where zone = 1 and field = 'action'");
  tamper(directory, "delete from tally_column where zone = 2 and field = 'base'");
  assert.deepEqual(await openStoreIn(t, directory).tally(byAction), whole);
});

test('a full zone with an entry that was altered does not stop what comes later', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append(many(200));
  await store.close();
  tamper(directory, "update block set body = x'00' where first = 1");
  const again = openStoreIn(t, directory);
  const receipts = await again.append(many(2000));
  assert.ok(receipts.every(({ fate }) => fate === 'stored'));
  const { count } = await again.tally(byAction);
  // Those that are damaged cannot be read any more.
  assert.ok(count >= 2000 && count < 2200, String(count));
});

test('lists are answered while a tally goes on', async (t) => {
  const directory = storeDirectory(t);
  const store = createStore(sqliteDriver({ directory }));
  t.after(() => store.close());
  for (let round = 0; round < 20; round += 1) await store.append(many(1000));
  const done: string[] = [];
  const by = tallyFields.slice(0, 8).map((one) => [one] as const);
  // Text is answered from the entries of no zone, and from the index of all.
  const tally = store.tally({ ...byAction, by, top: 1000 }).then(() => done.push('tally'));
  const lists = Array.from({ length: 3 }, () =>
    store.list({ tenant: 'main', query: { type: 'all' }, limit: 1 }).then(() => done.push('list')),
  );
  await Promise.all([tally, ...lists]);
  assert.equal(done.at(-1), 'tally', done.join());
});
