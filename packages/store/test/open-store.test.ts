import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import { openStore } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { storeDirectory } from './sqlite/store-directory.ts';

test('a store is opened by its address', async (t) => {
  const directory = storeDirectory(t);
  for (const [address, name] of [
    ['memory:', 'memory'],
    [`sqlite:${directory}/a:b c`, 'sqlite'],
  ] as const) {
    const store = await openStore(address);
    assert.equal(store.name, name);
    assert.equal((await store.append([makeEntry()]))[0]?.fate, 'stored');
    await store.close();
  }
});

test('an address of no known kind is refused, without what may be a password in it', async () => {
  for (const address of ['', 'sqlite:', 'sqlite', 'postgres://ada:secret@db/log', '/var/log']) {
    await assert.rejects(openStore(address), (error) => {
      assert.ok(isWhodidError(error, 'CONFIG_INVALID'));
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  }
});
