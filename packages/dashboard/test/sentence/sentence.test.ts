import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { sentenceText, whatHappened } from '../../src/sentence/sentence.ts';
import { sampleEntry, sampleHttp } from '../fixtures/sample-entry.ts';

const rows: readonly (readonly [sentence: string, entry: Partial<EntryFields>])[] = [
  ['Ada Lovelace refunded order #1042', {}],
  ['Ada Lovelace tried to refund order #1042', { outcome: 'denied' }],
  ['Ada Lovelace refunded order #1042 and 2 more', { targets: targets('1042', '7', '8') }],
  ['Ada Lovelace signed in', { action: 'user.login', targets: [] }],
  ['Ada Lovelace tried to sign in', { action: 'user.login', outcome: 'failure', targets: [] }],
  ['Ada Lovelace signed out', { action: 'session.sign-out', targets: [] }],
  [
    'Ada Lovelace showed a token that was refused',
    { action: 'token.refuse', outcome: 'denied', targets: [] },
  ],
  ['Ada Lovelace updated order #1042', { action: 'order.updated' }],
  ['Ada Lovelace tried to update order #1042', { action: 'order.updated', outcome: 'failure' }],
  [
    'Ada Lovelace changed role of user Grace',
    { action: 'user.changeRole', targets: [{ type: 'user', id: 'u_2', name: 'Grace' }] },
  ],
  [
    'Ada Lovelace added item to cart c_9',
    { action: 'cart.add_item', targets: [{ type: 'cart', id: 'c_9' }] },
  ],
  [
    'Ada Lovelace reset password for user u_2',
    { action: 'user.password.reset', targets: [{ type: 'user', id: 'u_2' }] },
  ],
  ['Ada Lovelace exported order', { action: 'order.export', targets: [] }],
  // No verb that we know: the action as it is tells more than a wrong guess.
  ['Ada Lovelace report.monthly', { action: 'report.monthly', targets: [] }],
  ['Ada Lovelace sync.nightly order #1042', { action: 'sync.nightly' }],
  ['Ada Lovelace · POST /orders', { kind: 'http.in', http: sampleHttp() }],
  [
    'Ada Lovelace called POST api.bank.example/transfers',
    { kind: 'http.out', http: sampleHttp({ url: 'https://api.bank.example/transfers' }) },
  ],
  [
    'Ada Lovelace deleted 12 × credit note',
    {
      kind: 'model',
      change: { type: 'BULK_DELETE', model: 'CreditNote', fields: [], totalCount: 12 },
    },
  ],
  ['Ada Lovelace · the disk is nearly full', { kind: 'note', message: 'the disk is nearly full' }],
  ['Anonymous refunded order #1042', { actor: { type: 'anonymous', id: 'anonymous' } }],
  [
    'svc-bot for Grace refunded order #1042',
    {
      actor: { type: 'agent', id: 'svc-bot' },
      onBehalfOf: [{ type: 'user', id: 'u_2', name: 'Grace' }],
    },
  ],
];

for (const [sentence, entry] of rows) {
  test(sentence, () => {
    assert.equal(sentenceText(sampleEntry(entry)), sentence);
  });
}

test('the first two changes and the reason stand beside the sentence', () => {
  const fields = [
    { name: 'state', old: 'paid', new: 'refunded' },
    { name: 'total', old: 49, new: 0 },
    { name: 'refundedBy', new: 'u_17' },
  ];
  const change = { type: 'UPDATE', model: 'Order', fields } as const;
  const parts = whatHappened(sampleEntry({ kind: 'model', change, reason: 'damaged' }));
  const asides = parts.filter((part) => part.as === 'aside').map(({ text }) => text);
  assert.deepEqual(asides, ['state paid → refunded, total 49 → 0, 1 more', 'damaged']);
});

test('a name of 16 KB does not make a sentence of 16 KB', () => {
  const actor = { type: 'user', id: 'u_1', name: 'x'.repeat(16_384) } as const;
  assert.ok(sentenceText(sampleEntry({ actor })).length < 400);
  const targets = [{ type: 'order', id: 'y'.repeat(16_384) }];
  const parts = whatHappened(sampleEntry({ targets, reason: 'z'.repeat(16_384) }));
  for (const { text } of parts) assert.ok(text.length < 400);
});

test('an action named like a property of every object is still an action', () => {
  const entry = sampleEntry({ action: 'constructor.toString', targets: [] });
  assert.equal(sentenceText(entry), 'Ada Lovelace constructor.toString');
});

function targets(...ids: readonly string[]): EntryFields['targets'] {
  return ids.map((id) => ({ type: 'order', id }));
}
