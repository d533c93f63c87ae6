import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wallTime } from '@whodid/core/zone';
import fc from 'fast-check';
import { bucketEdges } from '../../src/tally/bucket-edges.ts';

const zones = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
];

test('buckets cover the range, without a hole, and are not more than asked for', () => {
  const times = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2030-01-01') });
  fc.assert(
    fc.property(
      times,
      fc.nat(3 * 366 * 86_400_000),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom(...zones),
      (from, length, buckets, zone) => {
        const to = from + length;
        const edges = bucketEdges({ from, to, buckets, zone });
        assert.ok((edges[0] ?? NaN) <= from, 'the first holds the beginning');
        assert.ok((edges.at(-1) ?? NaN) > to, 'the last holds the end');
        assert.ok(edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? NaN)));
        // An hour that clocks show twice makes the range longer than what they say.
        assert.ok(edges.length - 1 <= buckets + 1, `${edges.length - 1} of ${buckets}`);
      },
    ),
  );
});

test('days begin at midnight, also when clocks change', () => {
  const zone = 'Europe/Amsterdam';
  const edges = bucketEdges({
    from: Date.parse('2026-10-20T10:00Z'),
    to: Date.parse('2026-10-30T10:00Z'),
    buckets: 12,
    zone,
  });
  assert.equal(edges.length, 12);
  for (const edge of edges) assert.equal(wallTime(edge, zone) % 86_400_000, 0);
  const hours = edges.slice(1).map((edge, i) => (edge - (edges[i] ?? NaN)) / 3_600_000);
  assert.deepEqual(hours, [24, 24, 24, 24, 24, 25, 24, 24, 24, 24, 24]);
});

test('the width is one that people read', () => {
  const at = Date.parse('2026-11-20T10:07:00Z');
  const widthFor = (lengthMs: number, buckets = 60): number => {
    const [first = 0, second = 0] = bucketEdges({
      from: at,
      to: at + lengthMs,
      buckets,
      zone: 'UTC',
    });
    return second - first;
  };
  assert.equal(widthFor(0), 1000);
  assert.equal(widthFor(3_600_000), 120_000);
  assert.equal(widthFor(24 * 3_600_000), 1_800_000);
  assert.equal(widthFor(7 * 86_400_000), 3 * 3_600_000);
  const [week = 0] = bucketEdges({
    from: at,
    to: at + 60 * 7 * 86_400_000,
    buckets: 70,
    zone: 'UTC',
  });
  assert.equal(new Date(week).getUTCDay(), 1);
});
