import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTerm } from '../../src/query/with-term.ts';

test('a condition is added, or its opposite', () => {
  assert.equal(withTerm('', 'outcome:denied', 'include'), 'outcome:denied');
  assert.equal(withTerm('*', 'outcome:denied', 'exclude'), '-outcome:denied');
  assert.equal(
    withTerm('actor:me created:>=yesterday', 'kind:auth', 'exclude'),
    'actor:me created:>=yesterday -kind:auth',
  );
});

test('what is one or the other is kept together', () => {
  assert.equal(withTerm('a OR b', 'kind:auth', 'include'), '(a OR b) kind:auth');
  assert.equal(withTerm('c (a OR b)', 'kind:auth', 'include'), 'c (a OR b) kind:auth');
});

test('the same condition is not added twice', () => {
  assert.equal(withTerm('kind:auth refund', 'kind:auth', 'include'), 'kind:auth refund');
});
