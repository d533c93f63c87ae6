import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isWhodidError, type Query } from '@whodid/core';
import { createStore, type Page, sqliteDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { openForWriting } from '../../src/sqlite/connection.ts';
import { migrations } from '../../src/sqlite/migrations.ts';
import { newest, openStoreIn, storeDirectory, tamper } from './store-directory.ts';

const everything = { tenant: 'main', query: { type: 'all' }, limit: 500 } as const;

function idsOf({ entries }: Page): readonly string[] {
  return entries.map(({ id }) => id);
}

function damagedIn({ damaged }: Page): readonly string[] {
  return damaged.map(({ id }) => id);
}

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
  tamper(directory, `pragma user_version = ${migrations.length}`);
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
    isWhodidError(error, 'ENTRY_DAMAGED') && error.facts.id === bad.id && !error.retryable;
  await assert.rejects(store.get('main', bad.id), isDamage);
  assert.equal((await store.get('main', good.id))?.id, good.id);
  const page = await store.list(everything);
  assert.deepEqual([idsOf(page), damagedIn(page)], [[good.id], [bad.id]]);
});

test('a damaged entry costs no other its place, and each is told once, on its page', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const entries = Array.from({ length: 40 }, (_, at) =>
    makeEntry({ action: at % 4 === 0 ? 'order.pay' : 'order.see' }),
  );
  await store.append([...entries, makeEntry({ tenant: 'other' })]);
  const broken = [0, 12, 13, 14, 27, 39];
  for (const at of broken) {
    const head = `substr(hashes, 1, ${32 * at})`;
    const tail = `substr(hashes, ${32 * at + 33})`;
    tamper(directory, `update block set hashes = cast(${head} || zeroblob(32) || ${tail} as blob)`);
  }
  await store.close();
  const opened = openStoreIn(t, directory);
  const newestFirst = entries.map(({ id }) => id).toReversed();
  const damaged = new Set(broken.map((at) => entries[at]?.id ?? ''));
  for (const limit of [1, 3, 7, 50]) {
    const told: string[] = [];
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await opened.list({ ...everything, limit, cursor });
      assert.ok(page.entries.length + page.damaged.length <= limit);
      seen.push(...idsOf(page));
      told.push(...damagedIn(page));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(
      seen,
      newestFirst.filter((id) => !damaged.has(id)),
    );
    assert.deepEqual(
      told,
      newestFirst.filter((id) => damaged.has(id)),
    );
  }
  // Of those that are damaged the index still knows what they were about, and whose they are.
  const paid = { type: 'field', field: 'action', match: { type: 'anyOf', values: ['order.pay'] } };
  const ofPaid = await opened.list({ tenant: 'main', query: paid as Query });
  assert.deepEqual(damagedIn(ofPaid), [entries[12]?.id, entries[0]?.id]);
  assert.equal(await opened.count({ tenant: 'main', query: paid as Query }), 10);
  assert.deepEqual((await opened.list({ ...everything, tenant: 'other' })).damaged, []);
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
  await assert.rejects(store.get('main', one.id), { code: 'ENTRY_DAMAGED' });
});

test('a block that cannot be read, or is gone, is neither a crash nor an empty list', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const entry = makeEntry();
  await store.append([entry]);
  for (const sql of ["update block set body = x'00'", 'delete from block']) {
    tamper(directory, sql);
    await assert.rejects(store.get('main', entry.id), { code: 'ENTRY_DAMAGED' });
    const page = await store.list(everything);
    assert.deepEqual([page.entries, damagedIn(page)], [[], [entry.id]]);
  }
});

test('an outage passes: the next call opens the database again', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append([makeEntry()]);
  tamper(directory, 'alter table block rename to elsewhere');
  await assert.rejects(newest(store), (error) => isWhodidError(error, 'STORE_UNAVAILABLE'));
  tamper(directory, 'alter table elsewhere rename to block');
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
