import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromLocalInput, toLocalInput } from '../../src/range/local-input.ts';

test('a minute goes into the field and comes back, in summer and in winter', () => {
  for (const instant of ['2026-01-05T04:03:00.000Z', '2026-07-31T22:59:00.000Z']) {
    assert.equal(fromLocalInput(toLocalInput(instant)), instant);
  }
});

test('a field that is not filled in means nothing', () => {
  assert.equal(fromLocalInput(''), undefined);
  assert.equal(fromLocalInput('2026-13-01T00:00'), undefined);
});
