import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyStretch } from '../../src/chart/busy-stretch.ts';

function buckets(...counts: number[]): { count: number }[] {
  return counts.map((count) => ({ count }));
}

test('all at the end of a day is worth a closer look', () => {
  assert.deepEqual(busyStretch(buckets(...Array(47).fill(0), 9)), { first: 47, last: 47 });
  assert.deepEqual(busyStretch(buckets(...Array(20).fill(0), 1, 0, 2, ...Array(25).fill(0))), {
    first: 20,
    last: 22,
  });
});

test('what fills an eighth and more speaks for itself', () => {
  assert.deepEqual(busyStretch(buckets(1, 1, ...Array(14).fill(0))), { first: 0, last: 1 });
  assert.equal(busyStretch(buckets(1, 1, 1, ...Array(14).fill(0))), null);
  assert.equal(busyStretch(buckets(1, ...Array(46).fill(0), 1)), null);
});

test('nothing has no place', () => {
  assert.equal(busyStretch([]), null);
  assert.equal(busyStretch(buckets(0, 0, 0)), null);
});
