import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boundsOf,
  defaultRange,
  labelOf,
  type Range,
  reachesNow,
  readRange,
  writeRange,
} from '../../src/range/range.ts';

const from = '2026-11-20T00:00:00.000Z';
const to = '2026-11-21T00:00:00.000Z';

const ranges: readonly Range[] = [
  { type: 'last', span: '15m' },
  { type: 'last', span: '7d' },
  { type: 'period', period: 'last-month' },
  { type: 'all' },
  { type: 'between', from },
  { type: 'between', from, to },
];

test('what is written is read back', () => {
  for (const range of ranges) assert.deepEqual(readRange(writeRange(range)), range);
});

test('text that is no range gives the default and never throws', () => {
  const wrong = ['', '15', 'tomorrow', `${to}..${from}`, `${from}..x`, '..', `..${to}`, '1..2..3'];
  for (const text of [null, ...wrong]) assert.deepEqual(readRange(text), defaultRange);
});

test('a span ends now and begins that long ago', () => {
  const now = Date.parse(to);
  assert.deepEqual(boundsOf({ type: 'last', span: '24h' }, now, 'UTC'), { from });
  assert.deepEqual(boundsOf({ type: 'all' }, now, 'UTC'), {});
  assert.deepEqual(boundsOf({ type: 'between', from, to }, now, 'UTC'), { from, to });
});

test('only a range without an end can be followed', () => {
  assert.deepEqual(ranges.map(reachesNow), [true, true, false, true, true, false]);
});

test('a range is named in words', () => {
  const labels = ranges.map((range) => labelOf(range, (instant) => instant.slice(0, 10)));
  assert.deepEqual(labels, [
    'Last 15 minutes',
    'Last 7 days',
    'Last month',
    'All time',
    'Since 2026-11-20',
    '2026-11-20 – 2026-11-21',
  ]);
});
