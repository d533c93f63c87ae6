import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant, readInstant } from '../../src/entry/instant.ts';

test('any millisecond is written as Date does it', () => {
  const ms = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(fc.array(ms, { maxLength: 5 }), (times) => {
      for (const time of times) assert.equal(instant(time), new Date(time).toISOString());
    }),
  );
  assert.equal(instant(1.9), '1970-01-01T00:00:00.001Z');
  assert.equal(instant(-1), '1969-12-31T23:59:59.999Z');
});

test('times of different seconds do not get into each other', () => {
  const start = Date.UTC(2026, 7, 1);
  for (let step = 0; step < 200; step += 1) {
    const time = start + ((step * 7) % 40) * 1000 + step;
    assert.equal(instant(time), new Date(time).toISOString());
  }
});

test('what has no RFC 3339 form is none', () => {
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000, -1e15]) {
    assert.equal(instant(odd), undefined);
  }
  for (const odd of [
    '',
    'now',
    '2026-08-01',
    '2026-08-01T12:00:00',
    '2026-13-01T12:00:00Z',
    {},
    null,
  ]) {
    assert.equal(readInstant(odd), undefined);
  }
});

test('any offset and precision is read', () => {
  assert.equal(readInstant('2026-08-01T02:00:00.123456+02:00'), '2026-08-01T00:00:00.123Z');
  assert.equal(readInstant('2026-08-01t02:00Z'), '2026-08-01T02:00:00.000Z');
  assert.equal(readInstant('2028-02-29T00:00:00Z'), '2028-02-29T00:00:00.000Z');
  assert.equal(readInstant(new Date(0)), '1970-01-01T00:00:00.000Z');
});
