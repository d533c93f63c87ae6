import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createIds, createRedactor, type EntryFields } from '@whodid/core';
import { createStore, memoryDriver, type Store } from '@whodid/store';
import type { Caller } from '../../src/access/caller.ts';
import { ingestLimits } from '../../src/ingest/limits.ts';
import { OwnProducer } from '../../src/ingest/own-producer.ts';
import { Journal } from '../../src/journal/journal.ts';
import { LookBook } from '../../src/journal/look-book.ts';
import { type MovingClock, movingClock } from '../moving-clock.ts';

const ada: Caller = {
  id: 'k1',
  name: 'Ada',
  scopes: ['read'],
  tenant: 'main',
  userId: 'u_17',
  permissions: [],
  keyId: 'k1',
  operator: false,
  via: 'key',
  stillValid: () => true,
};

interface Fixture {
  readonly book: LookBook;
  readonly clock: MovingClock;
  readonly store: Store;
  looks(tenant?: string): Promise<readonly EntryFields[]>;
}

function fixture(t: TestContext): Fixture {
  const clock = movingClock();
  const store = createStore(memoryDriver());
  const journal = new Journal({
    store,
    clock,
    nextId: createIds(clock),
    redactor: createRedactor({}),
    producer: new OwnProducer(),
    limits: ingestLimits,
  });
  const book = new LookBook(journal, clock);
  t.after(async () => {
    await book.close();
    await store.close();
  });
  const looks = async (tenant = 'main'): Promise<readonly EntryFields[]> => {
    const { entries } = await store.list({ tenant, query: { type: 'all' }, limit: 500 });
    return entries.map(({ text }) => JSON.parse(text) as EntryFields).toReversed();
  };
  return { book, clock, store, looks };
}

test('a look tells who, what, which time and how many, before anything is shown', async (t) => {
  const { book, looks } = fixture(t);
  await book.record({ what: 'list', query: 'actor:bob', from: 0, to: 1000, entries: 50 }, ada);
  const [entry, ...more] = await looks();
  assert.deepEqual(more, []);
  assert.equal(entry?.action, 'whodid.look');
  assert.deepEqual(entry?.actor, { type: 'user', id: 'u_17', name: 'Ada', credential: 'k1' });
  assert.deepEqual(entry?.data, {
    what: 'list',
    query: 'actor:bob',
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T00:00:01.000Z',
    entries: 50,
  });
});

test('the same question within a minute is added up to one more entry', async (t) => {
  const { book, clock, looks } = fixture(t);
  for (let at = 0; at < 100; at += 1) {
    await book.record({ what: 'list', query: '', from: at, entries: 2 }, ada);
    clock.move(500);
  }
  assert.equal((await looks()).length, 1);
  clock.move(60_000);
  await book.record({ what: 'list', query: '', entries: 1 }, ada);
  const [, third, second] = await looks();
  assert.deepEqual(third?.data ?? second, { what: 'list', query: '', entries: 1 });
  const sums = (await looks()).map(({ data }) => data as { times?: number; entries: number });
  assert.deepEqual(
    sums.filter(({ times }) => times !== undefined),
    [{ what: 'list', query: '', from: '1970-01-01T00:00:00.001Z', entries: 198, times: 99 }],
  );
});

test('another question, another person and another tenant are looks of their own', async (t) => {
  const { book, looks } = fixture(t);
  const look = { what: 'entry', entries: 1 } as const;
  await book.record({ ...look, target: { type: 'entry', id: 'a' } }, ada);
  await book.record({ ...look, target: { type: 'entry', id: 'b' } }, ada);
  await book.record({ ...look, target: { type: 'entry', id: 'a' } }, { ...ada, userId: 'u_18' });
  await book.record({ ...look, target: { type: 'entry', id: 'a' } }, { ...ada, tenant: 'other' });
  assert.equal((await looks()).length, 3);
  assert.equal((await looks('other')).length, 1);
});

test('what was added up is written when the book is closed, and later looks at once', async (t) => {
  const { book, looks } = fixture(t);
  const look = { what: 'live', query: '', entries: 3 } as const;
  await book.record(look, ada);
  await book.record(look, ada);
  await book.close();
  await book.record(look, ada);
  assert.deepEqual(
    (await looks()).map(({ data }) => (data as { entries: number }).entries),
    [3, 3, 3],
  );
});

test('nobody is shown anything while looks cannot be recorded', async (t) => {
  const { book, store } = fixture(t);
  await store.close();
  const look = { what: 'list', query: '', entries: 3 } as const;
  const both = await Promise.allSettled([book.record(look, ada), book.record(look, ada)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(book.record(look, ada), { code: 'STORE_CLOSED' });
});

test('memory is flat under questions without end', async (t) => {
  const { book, store } = fixture(t);
  for (let at = 0; at < 10_100; at += 1) {
    await book.record({ what: 'list', query: String(at), entries: 0 }, ada);
    await book.record({ what: 'list', query: String(at), entries: 0 }, ada);
  }
  // What the oldest hundred had added up was written before its minute was over.
  assert.equal(await store.count({ tenant: 'main', query: { type: 'all' } }), 10_200);
});
