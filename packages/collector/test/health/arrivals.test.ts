import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../../src/health/arrivals.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 20, 12);

test('entries are counted by the second and by the minute, and old ones fall out', () => {
  const arrivals = new Arrivals();
  arrivals.add([start, start], start);
  arrivals.add([start + 5000], start + 5000);
  assert.equal(arrivals.perSecond(start + 10_000), 0.3);
  assert.equal(arrivals.perSecond(start + 11_000), 0.1);
  assert.equal(arrivals.perSecond(start + 60_000), 0);
  const minutes = arrivals.minutes(start + minuteMs);
  assert.equal(minutes.length, 180);
  assert.deepEqual(minutes.slice(-2), [
    { at: start, count: 3 },
    { at: start + minuteMs, count: 0 },
  ]);
  // What was in the same place of the ring three hours ago does not come back.
  assert.ok(arrivals.minutes(start + 180 * minuteMs).every(({ count }) => count === 0));
});

test('the lag is that of the last five minutes, and never negative', () => {
  const arrivals = new Arrivals();
  assert.equal(arrivals.lag(start), null);
  arrivals.add([start - 100, start - 300, start - 200, start + 9000], start);
  assert.deepEqual(arrivals.lag(start), { medianMs: 100, p95Ms: 200 });
  assert.equal(arrivals.lag(start + 6 * minuteMs), null);
});
