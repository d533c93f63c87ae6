import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInstants, durationText } from '../../src/time/instants.ts';

const berlin = createInstants('en-GB', 'Europe/Berlin');
const now = Date.parse('2026-11-20T10:42:11.032Z');

test('an instant is shown in the zone of the reader, with 24 hours', () => {
  assert.equal(berlin.clock('2026-11-20T23:05:09.007Z'), '00:05:09');
  assert.equal(berlin.fraction('2026-11-20T23:05:09.007Z'), '.007');
  assert.match(berlin.full('2026-07-20T10:00:00.000Z'), /^20 Jul 2026, 12:00:00 (CEST|GMT\+2)$/);
});

test('days begin where the reader is', () => {
  // 23:30 UTC is the next day in Berlin.
  assert.notEqual(berlin.dayKey('2026-11-19T22:30:00Z'), berlin.dayKey('2026-11-19T23:30:00Z'));
  assert.equal(berlin.day('2026-11-19T23:30:00Z', now), 'Today · Friday 20 November');
  assert.equal(berlin.day('2026-11-19T22:30:00Z', now), 'Yesterday · Thursday 19 November');
  assert.equal(berlin.day('2026-11-17T10:00:00Z', now), 'Tuesday 17 November');
  assert.match(berlin.day('2025-11-17T10:00:00Z', now), /^Monday,? 17 November 2025$/);
});

test('how long ago is said in the largest unit that fits', () => {
  assert.equal(berlin.ago('2026-11-20T10:42:01.032Z', now), '10 seconds ago');
  assert.equal(berlin.ago('2026-11-20T07:42:11.032Z', now), '3 hours ago');
  assert.equal(berlin.ago('2026-11-20T10:44:11.032Z', now), 'in 2 minutes');
  assert.equal(berlin.ago('2024-11-20T10:42:11.032Z', now), '2 years ago');
});

test('what is no instant is shown as it came', () => {
  assert.equal(berlin.clock('soon'), 'soon');
  assert.equal(berlin.day('soon', now), 'soon');
});

test('durations are short', () => {
  const texts = [0.4, 23, 999.4, 1234, 61_000].map(durationText);
  assert.deepEqual(texts, ['< 1 ms', '23 ms', '999 ms', '1.2 s', '1 min']);
});
