import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIds, isUuid } from '@whodid/core';

function clockAt(times: number[]): { now(): number; monotonicMs(): number } {
  return {
    now: () => (times.length > 1 ? times.shift() : times[0]) as number,
    monotonicMs: () => 0,
  };
}

test('an id is a UUIDv7 of its millisecond', () => {
  const at = Date.UTC(2026, 7, 1, 12);
  const id = createIds(clockAt([at]))();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(isUuid(id));
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), at);
});

// More than the 4096 that a millisecond can count.
test('ids of one millisecond are different and in order', () => {
  const next = createIds(clockAt([1_785_000_000_000]));
  const ids = Array.from({ length: 20_000 }, next);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), ids);
});

test('ids stay in order when the clock jumps back', () => {
  const next = createIds(clockAt([5_000, 9_000, 1_000, 2_000.7, 9_000, 9_001]));
  const ids = Array.from({ length: 6 }, next);
  assert.deepEqual(ids.toSorted(), ids);
});

test('two sources with the same clock share no id', () => {
  const clock = clockAt([1_785_000_000_000]);
  const [one, other] = [createIds(clock), createIds(clock)];
  const ids = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? one() : other()));
  assert.equal(new Set(ids).size, ids.length);
});

test('what is no UUID in lower case', () => {
  for (const text of [
    '',
    'x',
    '0198F2D4-7C1E-7ABC-8DEF-0123456789AB',
    '0198f2d47c1e7abc8def0123456789ab',
  ]) {
    assert.equal(isUuid(text), false);
  }
  assert.ok(isUuid('9b2e5a1c-3f4d-4e5f-8a6b-7c8d9e0f1a2b'));
});
