import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { canonicalText, sha256 } from '@whodid/core';
import { makeEntry } from '@whodid/testkit';
import fc from 'fast-check';
import { cutIntoBlocks, type KeptEntry, packBlock, unpackBlock } from '../../src/sqlite/block.ts';
import { newest, openStoreIn, storeDirectory, tamper } from './store-directory.ts';

test('a block gives back what was put in', () => {
  const entries = [0, 1, 5, 300].map((length) => kept(length));
  assert.deepEqual(unpackBlock(packBlock(entries)).map(plain), entries.map(plain));
});

test('blocks are even, and limited in entries and bytes', () => {
  const sizes = (count: number, length: number): number[] =>
    cutIntoBlocks(Array.from({ length: count }, () => kept(length))).map((run) => run.length);
  assert.deepEqual(sizes(0, 1), []);
  assert.deepEqual(sizes(1, 1), [1]);
  assert.deepEqual(sizes(64, 1), [64]);
  assert.deepEqual(sizes(70, 1), [35, 35]);
  assert.deepEqual(sizes(5, 100_000), [2, 2, 1]);
  assert.deepEqual(sizes(2, 600_000), [1, 1]);
});

test('entries that came one by one end up in full blocks', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  const entries = Array.from({ length: 150 }, () => makeEntry());
  for (const entry of entries) await store.append([entry]);
  const counts = tamper(directory, 'select count from block order by first').map(
    (row) => row.count,
  );
  assert.deepEqual(counts.slice(0, 2), [64, 64]);
  assert.equal(counts.length, 2 + 22);
  assert.equal((await newest(store)).length, 150);
});

test('small blocks of an earlier process are joined too', async (t) => {
  const directory = storeDirectory(t);
  for (let round = 0; round < 8; round += 1) {
    const store = openStoreIn(t, directory);
    await store.append(Array.from({ length: 8 }, () => makeEntry()));
    await store.close();
  }
  const rows = tamper(directory, 'select first, count from block').map((row) => ({ ...row }));
  assert.deepEqual(rows, [{ first: 1, count: 64 }]);
});

// A full block between small ones was once forgotten: joining reached over it, gave its numbers to
// others, and an entry at the end could not be found any more.
test('commits of all sizes leave every entry in its place', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 14 }),
      async (sizes) => {
        const directory = storeDirectory(t);
        const store = openStoreIn(t, directory);
        const commits = sizes.map((size) => Array.from({ length: size }, () => makeEntry()));
        for (const commit of commits) await store.append(commit);

        let next = 1;
        for (const row of tamper(directory, 'select first, count from block order by first')) {
          assert.equal(row.first, next);
          next += Number(row.count);
        }
        for (const entry of commits.flat()) {
          assert.equal((await store.get(entry.tenant, entry.id))?.text, canonicalText(entry));
        }
        await store.close();
      },
    ),
    { numRuns: 12, examples: [[[...Array(30).fill(1), 42, ...Array(40).fill(1)]]] },
  );
});

// It is evidence, and joining would hide it.
test('a damaged block is left as it is', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append([makeEntry()]);
  tamper(directory, 'update block set hashes = zeroblob(32)');
  for (let round = 0; round < 80; round += 1) await store.append([makeEntry()]);
  const [first] = tamper(
    directory,
    'select count, hex(hashes) as hashes from block order by first',
  );
  assert.deepEqual({ ...first }, { count: 1, hashes: '00'.repeat(32) });
});

// Joining it failed, and with it every commit from then on.
test('a block that cannot be unpacked does not keep the store from taking more', async (t) => {
  const directory = storeDirectory(t);
  const store = openStoreIn(t, directory);
  await store.append([makeEntry()]);
  tamper(directory, 'update block set body = zeroblob(length(body))');
  for (let round = 0; round < 80; round += 1) {
    const [receipt] = await store.append([makeEntry()]);
    assert.equal(receipt?.fate, 'stored');
  }
  const [first] = tamper(directory, 'select count, hex(body) as body from block order by first');
  assert.equal(first?.count, 1);
  assert.match(String(first?.body), /^0+$/);
});

function kept(length: number): KeptEntry {
  const bytes = randomBytes(length);
  return { bytes, hash: sha256(bytes), receivedAt: Date.now() };
}

function plain({ bytes, hash, receivedAt }: KeptEntry): unknown {
  return [Buffer.from(bytes).toString('hex'), Buffer.from(hash).toString('hex'), receivedAt];
}
