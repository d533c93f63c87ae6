import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError, parseQuery } from '@whodid/core';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, type Question } from '../src/cursor.ts';

const question: Question = { tenant: 't', query: { type: 'all' }, from: null, to: 9 };
const position = { occurredAt: 1_700_000_000_123, id: '0193c1f2-7c3e-7000-8000-00000000abcd' };

test('a cursor comes back as the place it was made for', () => {
  for (const occurredAt of [0, -5, 1_700_000_000_123]) {
    const place = { ...position, occurredAt };
    assert.deepEqual(decodeCursor(question, encodeCursor(question, place)), place);
  }
});

test('a cursor is worth nothing for another tenant, query or range', () => {
  const cursor = encodeCursor(question, position);
  const others: Question[] = [
    { ...question, tenant: 'u' },
    { ...question, query: { type: 'not', part: { type: 'all' } } },
    { ...question, from: 0 },
    { ...question, to: null },
  ];
  for (const other of others) refuses(other, cursor);
});

// `created:>=15m` is read anew with every request, and then means another instant.
test('a cursor stays good while a relative time moves on', () => {
  const asked = (now: number): Question => ({
    ...question,
    query: parseQuery('actor:ada (created:>=15m OR -created:today)', { now }),
  });
  const now = Date.UTC(2026, 0, 1, 12);
  const cursor = encodeCursor(asked(now), position);
  assert.deepEqual(decodeCursor(asked(now + 60_000), cursor), position);
});

test('no text makes a cursor out of nothing', () => {
  const text = fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' }));
  fc.assert(fc.property(text, (cursor) => refuses(question, cursor)));
});

function refuses(asked: Question, cursor: string): void {
  assert.throws(
    () => decodeCursor(asked, cursor),
    (error) => isWhodidError(error, 'CURSOR_INVALID'),
  );
}
