import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromWallClock, toWallClock } from '../../src/time/wall-clock.ts';

test('a field shows an instant in its zone and means that instant', () => {
  for (const [instant, zone, text] of [
    ['2026-11-20T09:42:00.000Z', 'Europe/Amsterdam', '2026-11-20T10:42'],
    ['2026-07-01T22:30:00.000Z', 'Asia/Kolkata', '2026-07-02T04:00'],
    ['2026-01-01T03:00:00.000Z', 'America/New_York', '2025-12-31T22:00'],
    ['2026-11-20T09:42:00.000Z', 'UTC', '2026-11-20T09:42'],
  ] as const) {
    assert.equal(toWallClock(instant, zone), text);
    assert.equal(fromWallClock(text, zone), instant);
  }
});

test('every minute around a change of the clocks comes back', () => {
  const zone = 'Europe/Amsterdam';
  for (const change of ['2026-03-29T01:00Z', '2026-10-25T01:00Z']) {
    const start = Date.parse(change) - 26 * 3_600_000;
    for (let minutes = 0; minutes < 52 * 60; minutes += 15) {
      const instant = new Date(start + minutes * 60_000).toISOString();
      const text = toWallClock(instant, zone);
      const back = fromWallClock(text, zone) ?? '';
      // The hour that comes twice means its first.
      const isFirst = Date.parse(instant) - Date.parse(back) === 3_600_000;
      assert.ok(back === instant || (isFirst && toWallClock(back, zone) === text), text);
    }
  }
});

test('a time that the clocks skip is an hour later, and an empty field is no time', () => {
  assert.equal(fromWallClock('2026-03-29T02:30', 'Europe/Amsterdam'), '2026-03-29T01:30:00.000Z');
  assert.equal(fromWallClock('', 'UTC'), undefined);
  assert.equal(fromWallClock('yesterday', 'UTC'), undefined);
  assert.equal(toWallClock('yesterday', 'UTC'), '');
});
