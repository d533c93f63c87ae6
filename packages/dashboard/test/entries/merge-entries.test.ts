import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { mergeEntries } from '../../src/entries/merge-entries.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

function at(second: number, id = `id-${second}`): EntryFields {
  return sampleEntry({ id, occurredAt: new Date(second * 1000).toISOString() });
}

function ids(entries: readonly EntryFields[]): string {
  return entries.map(({ id }) => id.replace('id-', '')).join(' ');
}

test('what came live is sorted into the list by its time', () => {
  assert.equal(ids(mergeEntries([at(9), at(5)], [at(7), at(6), at(3)], true)), '9 7 6 5 3');
});

test('an entry that is in both is there once', () => {
  assert.equal(ids(mergeEntries([at(9), at(7)], [at(7), at(6)], false)), '9 7 6');
});

test('an entry below the loaded pages waits for them', () => {
  assert.equal(ids(mergeEntries([at(9), at(1)], [at(7), at(6)], true)), '9 7 6');
  assert.equal(ids(mergeEntries([at(9), at(1)], [at(7), at(6)], false)), '9 7 6 1');
});

test('entries of one instant keep the order of the store', () => {
  assert.equal(ids(mergeEntries([at(7, 'b')], [at(7, 'c'), at(7, 'a')], false)), 'c b a');
});
