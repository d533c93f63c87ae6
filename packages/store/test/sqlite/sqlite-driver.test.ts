import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import { createStore, sqliteDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { openForWriting } from '../../src/sqlite/connection.ts';
import { newest, openStoreIn, storeDirectory, tamper } from './store-directory.ts';

test('a second writer is told at once who has the directory', async (t) => {
  const directory = storeDirectory(t);
  const first = openStoreIn(t, directory);
  assert.throws(
    () => sqliteDriver({ directory }),
    (error) => isWhodidError(error, 'STORE_LOCKED') && error.facts.pid === process.pid,
  );
  await first.append([makeEntry()]);
  await first.close();
  assert.equal((await newest(openStoreIn(t, directory))).length, 1);
});

test('a reader beside the writer sees what was stored, and cannot write', async (t) => {
  const directory = storeDirectory(t);
  const writer = openStoreIn(t, directory);
  await writer.append([makeEntry()]);
  const reader = createStore(sqliteDriver({ directory, readOnly: true }));
  t.after(() => reader.close());
  assert.equal((await newest(reader)).length, 1);
  await writer.append([makeEntry()]);
  assert.equal((await newest(reader)).length, 2);
  await assert.rejects(reader.append([makeEntry()]), (error) =>
    isWhodidError(error, 'STORE_ARGUMENT'),
  );
});

test('reading where there is no store says so, and makes none', (t) => {
  const directory = storeDirectory(t);
  assert.throws(
    () => sqliteDriver({ directory, readOnly: true }),
    (error) => isWhodidError(error, 'STORE_UNAVAILABLE'),
  );
  assert.deepEqual(readdirSync(directory), []);
});

test('a directory that cannot be made is an outage', (t) => {
  const directory = join(storeDirectory(t), 'file');
  openStoreIn(t, directory);
  assert.throws(
    () => sqliteDriver({ directory: join(directory, 'entries.db', 'below') }),
    (error) => isWhodidError(error, 'STORE_UNAVAILABLE'),
  );
});

test('a store of a later layout is refused', async (t) => {
  const directory = storeDirectory(t);
  await openStoreIn(t, directory).close();
  tamper(directory, 'pragma user_version = 99');
  for (const readOnly of [false, true]) {
    assert.throws(
      () => sqliteDriver({ directory, readOnly }),
      (error) => isWhodidError(error, 'STORE_VERSION') && error.facts.found === 'layout 99',
    );
  }
  // The lock was given back: the next one is refused for the same reason, not for the lock.
  tamper(directory, 'pragma user_version = 1');
  openStoreIn(t, directory);
});

test('every commit is flushed: WAL, and synchronous is full', (t) => {
  const database = openForWriting(storeDirectory(t));
  t.after(() => database.close());
  assert.equal(database.prepare('pragma journal_mode').get()?.journal_mode, 'wal');
  assert.equal(database.prepare('pragma synchronous').get()?.synchronous, 2);
});

test('an entry whose bytes were altered is never served', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const [good, bad] = [makeEntry(), makeEntry()];
  await store.append([good]);
  await store.append([bad]);
  tamper(directory, 'update block set hashes = zeroblob(32) where first = 2');
  const isDamage = (error: unknown): boolean =>
    isWhodidError(error, 'STORE_UNAVAILABLE') &&
    error.facts.reason === `entry ${bad.id} is damaged`;
  await assert.rejects(store.get('main', bad.id), isDamage);
  await assert.rejects(newest(store), isDamage);
  assert.equal((await store.get('main', good.id))?.id, good.id);
});

test('an id that is asked for twice is found once', async (t) => {
  const store = openStoreIn(t, storeDirectory(t));
  const entry = makeEntry();
  await store.append([entry, makeEntry()]);
  const values = [entry.id, entry.id.toUpperCase(), entry.id];
  const query = { type: 'field', field: 'id', match: { type: 'anyOf', values } } as const;
  const { entries } = await store.list({ tenant: 'main', query });
  assert.deepEqual(
    entries.map(({ id }) => id),
    [entry.id],
  );
});

test('an index that leads to another entry is noticed', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const [one, two] = [makeEntry(), makeEntry()];
  await store.append([one, two]);
  tamper(directory, 'delete from entry where n = 2');
  tamper(directory, 'update entry set n = 2');
  await assert.rejects(store.get('main', one.id), (error) =>
    isWhodidError(error, 'STORE_UNAVAILABLE'),
  );
});

test('a block that cannot be read is an outage, not a crash', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const entry = makeEntry();
  await store.append([entry]);
  tamper(directory, "update block set body = x'00'");
  await assert.rejects(store.get('main', entry.id), (error) =>
    isWhodidError(error, 'STORE_UNAVAILABLE'),
  );
});

test('an outage passes: the next call opens the database again', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append([makeEntry()]);
  tamper(directory, "update block set body = x'00' where first = 1");
  await assert.rejects(newest(store));
  const entry = makeEntry();
  assert.equal((await store.append([entry]))[0]?.fate, 'stored');
  assert.equal((await store.get('main', entry.id))?.id, entry.id);
});

test('a search that finds nothing for too long is given up', async (t) => {
  const directory = storeDirectory(t);
  const store = createStore(sqliteDriver({ directory, threads: false, readLimitMs: 0 }));
  t.after(() => store.close());
  await store.append(Array.from({ length: 300 }, () => makeEntry({ message: 'b a' })));
  const phrase = (...tokens: string[]): Parameters<typeof store.list>[0] => ({
    tenant: 'main',
    query: { type: 'text', tokens, phrase: true },
  });
  assert.equal((await store.list(phrase('b', 'a'))).entries.length, 50);
  await assert.rejects(store.list(phrase('a', 'b')), (error) => {
    assert.ok(isWhodidError(error, 'STORE_UNAVAILABLE'));
    assert.match(error.facts.reason, /longer than 0 ms/);
    return true;
  });
});
