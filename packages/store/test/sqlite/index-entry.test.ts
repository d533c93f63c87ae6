import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type Entry, type EntryFields, queryFields } from '@whodid/core';
import { createStore, type Page, sqliteDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { fieldIndexes } from '../../src/sqlite/field-index.ts';
import { indexEntry, indexVersion } from '../../src/sqlite/index-entry.ts';
import { SqliteReader } from '../../src/sqlite/reader.ts';
import { SeenTokens } from '../../src/sqlite/seen-tokens.ts';
import { SqliteWriter } from '../../src/sqlite/writer.ts';
import { newest, openStoreIn, storeDirectory, tamper } from './store-directory.ts';

const fixed: EntryFields = {
  id: '0193c1f2-7c3e-7000-8000-000000000001',
  occurredAt: '2026-03-04T05:06:07.089Z',
  observedAt: '2026-03-04T05:06:07.089Z',
  schemaVersion: 1,
  tenant: 'main',
  kind: 'http.in',
  stream: 'LOGIN',
  action: 'order.refund',
  outcome: 'denied',
  message: 'Crème №5',
  actor: { type: 'user', id: 'U-1|é', name: 'Ada Lovelace', email: 'ada@example.org' },
  targets: [{ type: 'order', id: '1042', name: 'a very long name of an order indeed' }],
  change: { type: 'UPDATE', model: 'Order', fields: [{ name: 'price', old: 1, new: 2 }] },
  http: {
    protocol: 'https',
    method: 'POST',
    url: 'https://shop.example/orders/1042',
    path: '/elsewhere/1042',
    route: '/orders/:id',
    query: {},
    statusCode: 422,
    durationMs: 12.5,
    request: { headers: { 'x-shop': 'flagship' }, bodyBytes: 0, body: { note: 'x' } },
    response: { headers: {}, bodyBytes: 0 },
  },
  client: { ip: '203.0.113.9', ipTrusted: true, country: 'NL', browser: 'Firefox 140' },
  service: { name: 'shop', environment: 'production' },
  ambient: { requestId: 'req_51', sessionId: 's_8f2' },
  producer: { id: 'p', epoch: '0123456789abcdef', seq: 1 },
  data: { plan: 'gold' },
};

// Stores on disk are indexed so. If this fails although nothing here was changed, then something
// that it uses was (words, values of fields): raise `indexVersion`, and put the new digest here.
test('the index of an entry changes only together with its version', () => {
  const { tokens, listed } = indexEntry(fixed, 1, new SeenTokens());
  const digest = createHash('sha256')
    .update(`${tokens}\n${listed.map(({ start, token }) => start + token).join(' ')}`)
    .digest('hex');
  assert.deepEqual([indexVersion, digest.slice(0, 16)], [5, '34eb61364650ebc0']);
});

test('every field says how it is found, and no two share a letter', () => {
  const letters = queryFields.flatMap(({ name }) => {
    const index = fieldIndexes[name];
    return 'letter' in index ? [index.letter] : [];
  });
  assert.equal(new Set(letters).size, letters.length);
});

// Who `Ada` is must not be shown what `ada` did, and what somebody did is counted, not read.
test('ids of actors that differ only in case are told apart by the index alone', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const ids = [
    ...['ada', 'Ada', 'ADA', '@ada', 'auth0|5f7c', 'auth0 5f7c', 'a@shop.test', 'A@shop.test'],
    ...['k', '\u212a', 'é', 'É', '@40', '@', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    'F47AC10B-58CC-4372-A567-0E02B2C3D479',
  ];
  await store.append(ids.map((id) => makeEntry({ actor: { type: 'user', id } })));
  await store.close();
  const reader = new SqliteReader(directory);
  t.after(() => reader.close());
  for (const id of ids) {
    const match = { type: 'anyOf', values: [id] } as const;
    const query = { type: 'field', field: 'actor.id', match } as const;
    assert.equal(reader.countKnown({ tenant: 'main', query, from: null, to: null }), 1, id);
  }
});

test('a path that is not in the URL is found, and is no text', async (t) => {
  const store = openStoreIn(t, storeDirectory(t));
  await store.append([fixed as Entry]);
  const paths = ['/elsewhere/1042', '/ELSEWHERE/1042'];
  for (const path of paths) {
    const match = { type: 'anyOf', values: [path] } as const;
    const page = await store.list({
      tenant: 'main',
      query: { type: 'field', field: 'path', match },
    });
    assert.equal(page.entries.length, 1);
  }
  const text = { type: 'text', tokens: ['elsewhere'], phrase: false } as const;
  assert.equal((await store.list({ tenant: 'main', query: text })).entries.length, 0);
  const not = { type: 'not', part: text } as const;
  assert.equal((await store.list({ tenant: 'main', query: not })).entries.length, 1);
});

// Tokens are remembered once they are written, so one that was not must not be remembered.
test('what is found does not suffer from entries that were not stored', async (t) => {
  const store = openStoreIn(t, storeDirectory(t));
  const first = makeEntry({ action: 'first.one' });
  await store.append([first]);
  const conflict = makeEntry({ ...first, action: 'second.one' });
  assert.equal((await store.append([conflict]))[0]?.fate, 'conflict');
  const entry = makeEntry({ action: 'second.one' });
  await store.append([entry]);
  const match = { type: 'prefix', prefix: 'second.' } as const;
  const page = await store.list({
    tenant: 'main',
    query: { type: 'field', field: 'action', match },
  });
  assert.deepEqual(
    page.entries.map(({ id }) => id),
    [entry.id],
  );
});

test('everything that is found by is made anew from the blocks', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  for (let round = 0; round < 5; round += 1) {
    await store.append(Array.from({ length: 30 }, () => makeEntry({ tenant: `t${round}` })));
  }
  await store.append([fixed as Entry]);
  const queries = [
    'select n, hex(id), tenant, at from entry order by n',
    'select * from zone order by number',
    'select * from tenant order by number',
    'select * from token order by token',
    'select term, doc from word_list order by term',
  ];
  const before = queries.map((sql) => tamper(directory, sql));
  await store.close();
  tamper(directory, 'delete from entry');
  tamper(directory, 'delete from token');
  const writer = new SqliteWriter(directory);
  writer.rebuildIndex();
  writer.close();
  assert.deepEqual(
    queries.map((sql) => tamper(directory, sql)),
    before,
  );
  assert.equal(before[0]?.length, 151);
});

// One damaged block must not keep a whole store from being opened by the next release.
test('a block that cannot be read costs its own entries when the index is made anew', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const at = (day: number): Entry => makeEntry({ occurredAt: `2026-01-0${day}T00:00:00.000Z` });
  for (const day of [1, 2, 3]) await store.append([at(day)]);
  await store.append([makeEntry({ tenant: 'other' })]);
  await store.close();
  tamper(directory, 'update block set body = zeroblob(20) where first = 2');
  tamper(directory, 'update meta set value = 0');

  const opened = openStoreIn(t, directory);
  const from = (day: number): Promise<Page> =>
    opened.list({
      tenant: 'main',
      query: { type: 'all' },
      from: Date.UTC(2026, 0, day),
      to: Date.UTC(2026, 0, day),
    });
  assert.equal((await from(1)).entries.length, 1);
  assert.equal((await from(3)).entries.length, 1);
  const { damaged, entries } = await from(2);
  assert.deepEqual([damaged.length, entries], [1, []]);
});

test('an index of another version is made anew when the store is opened', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append([makeEntry(), makeEntry()]);
  await store.close();
  tamper(directory, 'update meta set value = 0');
  tamper(directory, 'delete from entry where n = 1');
  const reader = createStore(sqliteDriver({ directory, readOnly: true, threads: false }));
  assert.equal((await newest(reader)).length, 1);
  await reader.close();
  assert.equal((await newest(openStoreIn(t, directory))).length, 2);
});
