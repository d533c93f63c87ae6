import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError, parseQuery, timeWords } from '@whodid/core';

// A Friday.
const now = Date.parse('2026-11-20T12:34:56.789Z');

function bounds(time: string): readonly (string | null)[] {
  const query = parseQuery(`created:"${time}"`, { now });
  assert.ok(query.type === 'field' && query.match.type === 'between');
  return [query.match.min, query.match.max].map((at) =>
    Number.isFinite(at) ? new Date(at).toISOString() : null,
  );
}

const table: readonly (readonly [string, string, string | null])[] = [
  ['now', '2026-11-20T12:34:56.789Z', null],
  ['90s', '2026-11-20T12:33:26.789Z', null],
  ['15m', '2026-11-20T12:19:56.789Z', null],
  ['1.5h ago', '2026-11-20T11:04:56.789Z', null],
  ['7d', '2026-11-13T12:34:56.789Z', null],
  ['2w', '2026-11-06T12:34:56.789Z', null],
  ['Today', '2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
  ['yesterday', '2026-11-19T00:00:00.000Z', '2026-11-19T23:59:59.999Z'],
  ['this week', '2026-11-16T00:00:00.000Z', '2026-11-22T23:59:59.999Z'],
  ['last-week', '2026-11-09T00:00:00.000Z', '2026-11-15T23:59:59.999Z'],
  ['this month', '2026-11-01T00:00:00.000Z', '2026-11-30T23:59:59.999Z'],
  ['last month', '2026-10-01T00:00:00.000Z', '2026-10-31T23:59:59.999Z'],
  ['2026', '2026-01-01T00:00:00.000Z', '2026-12-31T23:59:59.999Z'],
  ['2028-02', '2028-02-01T00:00:00.000Z', '2028-02-29T23:59:59.999Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
  ['2026-11-20+01:00', '2026-11-19T23:00:00.000Z', '2026-11-20T22:59:59.999Z'],
  ['2026-11-20-0500', '2026-11-20T05:00:00.000Z', '2026-11-21T04:59:59.999Z'],
  ['2026-11-20T10:00+01:00', '2026-11-20T09:00:00.000Z', '2026-11-20T09:00:59.999Z'],
  ['2026-11-20 10:00', '2026-11-20T10:00:00.000Z', '2026-11-20T10:00:59.999Z'],
  ['2026-11-20t10:00:05z', '2026-11-20T10:00:05.000Z', '2026-11-20T10:00:05.999Z'],
  ['2026-11-20T10:00:05.25Z', '2026-11-20T10:00:05.250Z', '2026-11-20T10:00:05.250Z'],
  ['2026-11-20T10:00:05.123456-00:30', '2026-11-20T10:30:05.123Z', '2026-11-20T10:30:05.123Z'],
];

for (const [time, from, to] of table) {
  test(`created: ${time}`, () => assert.deepEqual(bounds(time), [from, to]));
}

test('last week on a Sunday and on a Monday', () => {
  const weekOf = (day: string): unknown =>
    parseQuery('created:"last week"', { now: Date.parse(`${day}T00:00:00.000Z`) });
  assert.deepEqual(weekOf('2026-11-22'), weekOf('2026-11-16'));
  assert.notDeepEqual(weekOf('2026-11-23'), weekOf('2026-11-22'));
});

test('every time word is read', () => {
  for (const word of timeWords) assert.ok(bounds(word));
});

const refused = ['2026-02-29', '2026-13', '2026-1-1', '20.11.2026', '2026-11-20T24:00', '12:00'];
refused.push('2026-11-20T10:60', '2026-11-20+25:00', '99999999w', '0000', '9999', '5x', '-2h');

for (const time of refused) {
  test(`created: ${time} is refused`, () => {
    assert.throws(
      () => bounds(time),
      (error) => isWhodidError(error, 'QUERY_INVALID'),
    );
  });
}
