import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import { createStore, sqliteDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { ThreadDesk } from '../../src/sqlite/thread-desk.ts';
import { openStoreIn, storeDirectory } from './store-directory.ts';

test('a thread that breaks is an outage, and the next request starts another', async (t) => {
  const directory = storeDirectory(t);
  const entry = makeEntry();
  await openStoreIn(t, directory).append([entry]);
  const desk = new ThreadDesk(directory, new URL('./crashing-thread.ts', import.meta.url));
  t.after(() => desk.close());
  const lost = [desk.request('get', ['main', entry.id]), desk.request('get', ['main', entry.id])];
  for (const request of lost) {
    await assert.rejects(request, (error) => isWhodidError(error, 'STORE_UNAVAILABLE'));
  }
  assert.equal((await desk.request('get', ['main', entry.id]))?.id, entry.id);
});

test('an error of ours keeps code and facts on its way out of the thread', async (t) => {
  const desk = new ThreadDesk(storeDirectory(t));
  t.after(() => desk.close());
  await assert.rejects(desk.request('get', ['main', makeEntry().id]), (error) => {
    assert.ok(isWhodidError(error, 'STORE_UNAVAILABLE'));
    assert.match(error.facts.reason, /^there is no store in /);
    return true;
  });
});

// Without threads every commit stops the event loop until the disk is done.
test('the event loop turns while a batch is written', async (t) => {
  const store = createStore(sqliteDriver({ directory: storeDirectory(t) }));
  t.after(() => store.close());
  await store.append([makeEntry()]);
  const batch = Array.from({ length: 300 }, () => makeEntry({ message: 'word '.repeat(50) }));
  let turns = 0;
  let done = false;
  const count = (): void => {
    turns += 1;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  await store.append(batch);
  done = true;
  assert.ok(turns > 10, `${turns} turns`);
});
