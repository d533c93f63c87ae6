import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pastTense } from '../../src/sentence/past-tense.ts';

test('verbs are put into the past as English does', () => {
  const wanted = {
    approve: 'approved',
    apply: 'applied',
    cancel: 'cancelled',
    deploy: 'deployed',
    edit: 'edited',
    pay: 'paid',
    reset: 'reset',
    ship: 'shipped',
    submit: 'submitted',
    transfer: 'transferred',
    view: 'viewed',
    withdraw: 'withdrew',
  };
  for (const [verb, past] of Object.entries(wanted)) assert.equal(pastTense(verb), past);
});

test('a word that is no verb that we know is left alone', () => {
  for (const word of ['monthly', 'toString', '', 'nightly'])
    assert.equal(pastTense(word), undefined);
});
