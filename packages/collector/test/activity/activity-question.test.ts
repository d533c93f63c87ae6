import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuestion } from '../../src/activity/activity-question.ts';
import { callerNamed } from '../triage/open-triage.ts';

const noon = Date.UTC(2026, 10, 20, 12);
const all = { limit: 100, offset: 0 };

/** What an answer is kept under. */
function keyOf(parameters: object, now = noon, caller = callerNamed('ada')): string {
  return JSON.stringify(readQuestion('ada', { ...all, ...parameters }, { caller, now }));
}

test('whatever changes the answer is in the question', () => {
  const auditor = { ...callerNamed('ada'), scopes: ['audit'] as const };
  const keys = [
    keyOf({}),
    keyOf({ action: 'LOGIN' }),
    keyOf({ action: 'login' }),
    keyOf({ start: '2026-11-01' }),
    keyOf({ end: '2026-11-01' }),
    keyOf({ limit: 1 }),
    keyOf({ offset: 1 }),
    keyOf({}, noon, { ...callerNamed('ada'), tenant: 'acme' }),
    keyOf({ action: 'whodid.look' }),
    keyOf({ action: 'whodid.look' }, noon, auditor),
  ];
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(keyOf({ start: '', end: '', action: '' }), keyOf({}));
});

test('a time that is relative to now is another question later, a fixed one is not', () => {
  for (const parameters of [{ start: '15m' }, { end: '2h' }, { start: '7d', end: '1d' }]) {
    assert.notEqual(keyOf(parameters), keyOf(parameters, noon + 1));
  }
  for (const parameters of [{}, { start: '2026-11-01' }, { start: 'today', end: '2026-11-30' }]) {
    assert.equal(keyOf(parameters), keyOf(parameters, noon + 1));
  }
  assert.notEqual(keyOf({ start: 'today' }), keyOf({ start: 'today' }, noon + 86_400_000));
});
