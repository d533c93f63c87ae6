import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, WhodidError } from '@whodid/core';
import { createStore, memoryDriver, type StoreDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { type AnswerCache, noCache, type Owner } from '../../src/cache/answer-cache.ts';
import { invalidatingStore } from '../../src/cache/invalidating-store.ts';

interface Fixture {
  readonly store: ReturnType<typeof invalidatingStore>;
  readonly driver: { -readonly [M in keyof StoreDriver]: StoreDriver[M] };
  /** Owners that the cache was told of, as `tenant/userId`, since the last look. */
  told(): readonly string[];
  cache: { -readonly [M in keyof AnswerCache]: AnswerCache[M] };
}

function fixture(): Fixture {
  const owners: Owner[] = [];
  const real = memoryDriver();
  const driver = {
    name: real.name,
    maxBatch: 2,
    append: real.append.bind(real),
    read: real.read.bind(real),
    count: real.count.bind(real),
    tally: real.tally.bind(real),
    get: real.get.bind(real),
    close: real.close.bind(real),
  };
  const cache = {
    ...noCache,
    invalidate: async (touched: readonly Owner[]) => {
      owners.push(...touched);
    },
  };
  return {
    store: invalidatingStore(createStore(driver), cache),
    driver,
    cache,
    told: () => owners.splice(0).map(({ tenant, userId }) => `${tenant}/${userId}`),
  };
}

const by = (id: string, kind: Entry['kind'] = 'action', more: Partial<Entry> = {}): Entry =>
  makeEntry({ tenant: 'main', kind, actor: { type: 'user', id }, ...more });

test('who did something or signed in is touched, and nobody by what their app noticed', async () => {
  const { store, told } = fixture();
  await store.append([by('ada'), by('bob', 'auth'), by('ada', 'action', { tenant: 'other' })]);
  assert.deepEqual(told(), ['main/ada', 'main/bob', 'other/ada']);
  for (const kind of ['http.in', 'http.out', 'sftp.out', 'model', 'note', 'gap'] as const) {
    await store.append([by('ada', kind)]);
    assert.deepEqual(told(), [], kind);
  }
  // What is no row of the activity log cannot be missing in it.
  await store.append([by('ada', 'action', { actor: { type: 'service', id: 'ada' } })]);
  assert.deepEqual(told(), []);
});

test('triage touches whose entry it was, not who moved it', async () => {
  const { store, told } = fixture();
  const action = 'whodid.triage';
  await store.append([by('manager', 'note', { action, data: { owner: 'ada' } })]);
  assert.deepEqual(told(), ['main/ada']);
  for (const data of [undefined, null, 'ada', {}, { owner: 1 }, ['ada']]) {
    await store.append([
      by('manager', 'note', { action, ...(data === undefined ? {} : { data }) }),
    ]);
    assert.deepEqual(told(), []);
  }
});

test('the cache hears after the commit and before the acknowledgement', async () => {
  const { store, cache } = fixture();
  const heard = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const entry = by('ada');
  let found = false;
  cache.invalidate = async () => {
    found = (await store.get('main', entry.id)) !== null;
    heard.resolve();
    await done.promise;
  };
  let acknowledged = false;
  const appended = store.append([entry]).then(() => {
    acknowledged = true;
  });
  await heard.promise;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([found, acknowledged], [true, false]);
  done.resolve();
  await appended;
});

test('what is refused touches nobody', async () => {
  const { store, driver, told } = fixture();
  driver.append = async (batch) =>
    batch.map(({ entry }) => ({ id: entry.id, fate: 'refused', reason: 'no' }));
  await store.append([by('ada')]);
  assert.deepEqual(told(), []);
});

// The one that sent it first may have got no answer, and the cache may not have heard of it.
test('what is there already is told again', async () => {
  const { store, told } = fixture();
  const entry = by('ada');
  await store.append([entry]);
  told();
  const [duplicate] = await store.append([entry]);
  assert.equal(duplicate?.fate, 'duplicate');
  assert.deepEqual(told(), ['main/ada']);
  const [conflict] = await store.append([{ ...entry, message: 'another' } as Entry]);
  assert.equal(conflict?.fate, 'conflict');
  assert.deepEqual(told(), ['main/ada']);
});

test('a call that fails halfway is told, for what it stored is there', async () => {
  const { store, driver, told } = fixture();
  const { append } = driver;
  let batches = 0;
  driver.append = async (batch) => {
    batches += 1;
    if (batches === 1) return append(batch);
    throw new WhodidError('STORE_UNAVAILABLE', { store: 'memory', reason: 'away' });
  };
  const entries = ['ada', 'bob', 'cleo'].map((id) => by(id));
  await assert.rejects(store.append(entries), { code: 'STORE_UNAVAILABLE' });
  assert.ok(await store.get('main', entries[0]?.id ?? ''));
  assert.deepEqual(told(), ['main/ada', 'main/bob', 'main/cleo']);
});

test('everything else is the store’s own', async () => {
  const { store, told } = fixture();
  const heard: string[] = [];
  const stop = store.onStored((entries) => heard.push(...entries.map(({ id }) => id)));
  const entry = by('ada');
  await store.append([entry]);
  stop();
  await store.append([by('ada')]);
  told();
  const question = { tenant: 'main', query: { type: 'all' } } as const;
  assert.deepEqual(heard, [entry.id]);
  assert.equal(store.name, 'memory');
  assert.equal((await store.list({ ...question, limit: 1 })).entries.length, 1);
  assert.equal(await store.count(question), 2);
  assert.equal((await store.get('main', entry.id))?.id, entry.id);
  assert.deepEqual(told(), []);
  await store.close();
  await assert.rejects(store.count(question), { code: 'STORE_CLOSED' });
});
