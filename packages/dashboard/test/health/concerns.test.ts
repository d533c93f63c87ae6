import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concernsOf } from '../../src/health/concerns.ts';
import type { HealthState } from '../../src/health/health.ts';

const well: HealthState = {
  version: '1.0.0',
  since: '2026-11-20T12:00:00.000Z',
  accepted: { perSecond: 12, minutes: [] },
  lag: { medianMs: 200, p95Ms: 900 },
  refused: 0,
  dropped: { count: 0, onTheirWay: 4, gaps: [] },
  producers: [],
  producerCount: 0,
  store: { kind: 'sqlite', entries: 10, bytes: 1_000_000, freeBytes: 50_000_000_000 },
  cache: { kind: 'memory', hits: 0, misses: 0 },
};
const gap = {
  ...{ producer: 'shop', epoch: 'a', first: 2, last: 4, count: 3 },
  noticedAt: '2026-11-20T12:00:00.000Z',
};

test('a log that is well is no concern, also with entries on their way', () => {
  assert.deepEqual(concernsOf(well), []);
});

test('what is missing comes first, and what to do depends on who has told', () => {
  const [unseen] = concernsOf({ ...well, dropped: { count: 3, onTheirWay: 0, gaps: [gap] } });
  assert.equal(unseen?.what, '3 entries are missing');
  assert.match(unseen?.advice ?? '', /still runs/);
  const told = { ...gap, reason: 'ring full' };
  const [first] = concernsOf({
    ...well,
    refused: 1,
    dropped: { count: 1, onTheirWay: 0, gaps: [told] },
  });
  assert.equal(first?.what, '1 entry is missing');
  assert.equal(first?.query, 'kind:gap');
});

test('a disk that fills up, refusals, lag and a cache that is away are each named', () => {
  const concerns = concernsOf({
    ...well,
    refused: 2,
    lag: { medianMs: 500, p95Ms: 120_000 },
    store: { kind: 'sqlite', entries: 10, bytes: 1, freeBytes: 300_000_000 },
    cache: { kind: 'redis', hits: 0, misses: 9, warning: 'Redis does not answer' },
  });
  assert.deepEqual(
    concerns.map(({ what }) => what),
    [
      'Only 300.0 MB are free on the disk of the store',
      'The store has refused 2 entries',
      'Entries come up to 2 min after they happened',
      'Redis does not answer',
    ],
  );
});
