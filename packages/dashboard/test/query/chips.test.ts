import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chipsOf } from '../../src/query/chips.ts';

const now = Date.parse('2026-11-20T10:00:00Z');

test('each condition is a chip, and taking it away leaves the others', () => {
  const chips = chipsOf('actor:ada -status:2xx "refund"', now);
  assert.deepEqual(chips, [
    { text: 'actor is ada', without: '-status:2xx refund' },
    { text: 'status is not 2xx', without: 'actor:ada refund' },
    { text: 'text “refund”', without: 'actor:ada -status:2xx' },
  ]);
});

test('taking the only condition away leaves everything', () => {
  assert.deepEqual(
    chipsOf('actor:ada', now).map(({ without }) => without),
    [''],
  );
});

test('no query and one that cannot be read have no chips', () => {
  assert.deepEqual(chipsOf('', now), []);
  assert.deepEqual(chipsOf('created:>=yesteday', now), []);
});
