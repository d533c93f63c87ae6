import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseQuery, searchText, tokens } from '@whodid/core';
import { sampleEntry } from './sample-entry.ts';

const found = [
  'refused', // message
  '"damaged on arrival"', // reason
  'order.refund', // action
  'LOGIN', // stream
  'lovelace', // actor’s name
  'ada.l@shop.test', // actor’s e-mail
  'u_17', // actor’s id
  'hopper', // on behalf of
  '1042', // target’s id
  'zurich', // old value of a change, without its accent
  'address.city', // name of a changed field
  'https://shop.example/orders/1042/refund', // URL
  'broken', // URL query
  '"flagship store"', // request header
  'hurry', // request body
  'refundId', // a name in the request body
  '"try again"', // response body
  'client_closed', // what broke it off
  '203.0.113.9', // address
  'gold', // data
  '49.5', // a number in data
];

for (const text of found) {
  test(`text search finds ${text}`, () => {
    assert.ok(matches(parseQuery(text, { now: 0 }), sampleEntry));
  });
}

for (const text of [
  'refun',
  'secretagent',
  'cors',
  'mozilla',
  'req_51',
  '"arrival damaged"',
  'u_18',
]) {
  test(`text search does not find ${text}`, () => {
    assert.ok(!matches(parseQuery(text, { now: 0 }), sampleEntry));
  });
}

test('an entry with only what is required has text', () => {
  const { id, occurredAt, observedAt, schemaVersion, tenant, kind, action, outcome } = sampleEntry;
  const { service, producer } = sampleEntry;
  const small = { id, occurredAt, observedAt, schemaVersion, tenant, kind, action, outcome };
  const actor = { type: 'anonymous', id: 'anonymous' } as const;
  const text = searchText({ ...small, service, producer, actor, targets: [] });
  assert.deepEqual(tokens(text), ['order', 'refund', 'anonymous']);
});
