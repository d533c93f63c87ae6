import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowAt, rowEnds, rowTop } from '../../src/entries/row-ends.ts';

test('rows lie one below the other', () => {
  const ends = rowEnds([31, 37, 37], (height) => height);
  assert.deepEqual([...ends], [31, 68, 105]);
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => rowTop(ends, at)),
    [0, 31, 68, 105],
  );
});

test('the row at a place is the one that covers it', () => {
  const ends = rowEnds([31, 37, 37], (height) => height);
  const found = [-50, 0, 30, 31, 67.5, 68, 104, 105, 9999].map((place) => rowAt(ends, place));
  assert.deepEqual(found, [0, 0, 0, 1, 1, 2, 2, 3, 3]);
});

test('a list without rows has none anywhere', () => {
  const ends = rowEnds([], () => 37);
  assert.deepEqual([rowAt(ends, 0), rowAt(ends, 500), rowTop(ends, 0)], [0, 0, 0]);
});
