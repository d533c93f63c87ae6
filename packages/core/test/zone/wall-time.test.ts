import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOf, isZone, wallTime } from '@whodid/core/zone';

const hourMs = 3_600_000;

test('clocks show what they show', () => {
  for (const [instant, zone, shown] of [
    ['2026-11-20T09:42:11.032Z', 'Europe/Amsterdam', '2026-11-20T10:42:11.032Z'],
    ['2026-07-01T22:30:00.000Z', 'Asia/Kolkata', '2026-07-02T04:00:00.000Z'],
    ['2026-01-01T03:00:00.000Z', 'America/New_York', '2025-12-31T22:00:00.000Z'],
    ['2026-11-20T09:42:11.032Z', 'UTC', '2026-11-20T09:42:11.032Z'],
  ] as const) {
    const wall = wallTime(Date.parse(instant), zone);
    assert.equal(new Date(wall).toISOString(), shown);
    assert.equal(instantOf(wall, zone), Date.parse(instant));
  }
});

test('around every change of the clocks an instant comes back, or the first that looks the same', () => {
  for (const [zone, change] of [
    ['Europe/Amsterdam', '2026-03-29T01:00Z'],
    ['Europe/Amsterdam', '2026-10-25T01:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
    ['America/New_York', '2026-11-01T06:00Z'],
  ] as const) {
    const start = Date.parse(change) - 26 * hourMs;
    for (let time = start; time < start + 52 * hourMs; time += hourMs / 4) {
      const wall = wallTime(time, zone);
      const back = instantOf(wall, zone);
      assert.ok(back <= time && time - back <= hourMs, new Date(time).toISOString());
      assert.equal(wallTime(back, zone), wall);
    }
  }
});

test('a time that the clocks skip is an hour later', () => {
  const skipped = Date.parse('2026-03-29T02:30Z');
  assert.equal(
    new Date(instantOf(skipped, 'Europe/Amsterdam')).toISOString(),
    '2026-03-29T01:30:00.000Z',
  );
});

test('what is no zone is none', () => {
  for (const zone of ['Europe/Amsterdam', 'UTC', 'Asia/Kolkata']) assert.ok(isZone(zone), zone);
  for (const zone of ['', 'Mars/Olympus', '../etc', 'Europe/Amsterdam\n']) {
    assert.ok(!isZone(zone), zone);
  }
});
