import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorExcerpt, withSuggestion } from '../../src/query/error-excerpt.ts';

test('the wrong part stands between what is before and after it', () => {
  assert.deepEqual(errorExcerpt('a created:>=yesteday b', 12, 8), {
    before: 'a created:>=',
    wrong: 'yesteday',
    after: ' b',
  });
});

test('a fault at the end, where nothing stands, has nothing wrong but its place', () => {
  assert.deepEqual(errorExcerpt('actor:', 6, 1), { before: 'actor:', wrong: '', after: '' });
  assert.deepEqual(errorExcerpt('actor:', 99, 1), { before: 'actor:', wrong: '', after: '' });
});

test('a long query is cut around the fault', () => {
  const query = `${'x'.repeat(500)}!${'y'.repeat(500)}`;
  const { before, wrong, after } = errorExcerpt(query, 500, 1, 10);
  assert.deepEqual([before, wrong, after], ['…xxxxxxxxx', '!', 'yyyyyyyyy…']);
});

test('a suggestion takes the place of what was wrong', () => {
  const fault = { at: 2, length: 4, suggestion: 'actor' };
  assert.equal(withSuggestion('a actr:ada', fault), 'a actor:ada');
});
