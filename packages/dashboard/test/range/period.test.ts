import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOfPeriod, type Period } from '../../src/range/period.ts';

const now = Date.parse('2026-03-29T12:00:00Z');

const expected: Readonly<Record<Period, { from: string; to?: string }>> = {
  today: { from: '2026-03-28T23:00:00.000Z' },
  yesterday: { from: '2026-03-27T23:00:00.000Z', to: '2026-03-28T22:59:59.999Z' },
  'this-month': { from: '2026-02-28T23:00:00.000Z' },
  'last-month': { from: '2026-01-31T23:00:00.000Z', to: '2026-02-28T22:59:59.999Z' },
  'this-year': { from: '2025-12-31T23:00:00.000Z' },
};

for (const [period, bounds] of Object.entries(expected)) {
  test(`${period} is that of the clocks of the zone`, () => {
    assert.deepEqual(boundsOfPeriod(period as Period, now, 'Europe/Amsterdam'), bounds);
  });
}

test('a month after January is of the year before', () => {
  const january = Date.parse('2026-01-15T12:00:00Z');
  assert.deepEqual(boundsOfPeriod('last-month', january, 'UTC'), {
    from: '2025-12-01T00:00:00.000Z',
    to: '2025-12-31T23:59:59.999Z',
  });
});

test('the day on which the clocks are put forward ends at its own midnight', () => {
  const monday = Date.parse('2026-03-30T12:00:00Z');
  assert.deepEqual(boundsOfPeriod('yesterday', monday, 'Europe/Amsterdam'), {
    from: '2026-03-28T23:00:00.000Z',
    to: '2026-03-29T21:59:59.999Z',
  });
});
