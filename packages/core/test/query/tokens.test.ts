import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokens } from '@whodid/core';
import fc from 'fast-check';

const table: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['  &-— ', []],
  ['Order #1042 REFUSED', ['order', '1042', 'refused']],
  ['Café №5 ﬁn', ['cafe', 'no5', 'fin']],
  ['Zu\u0308rich ZÜRICH', ['zurich', 'zurich']],
  ['İstanbul', ['istanbul']],
  ['ada.l@shop.test', ['ada', 'l', 'shop', 'test']],
  ['snake_case', ['snake', 'case']],
  ['поиск 検索', ['поиск', '検索']],
];

for (const [text, wanted] of table) {
  test(`tokens of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(tokens(text), wanted);
  });
}

// A store indexes what `tokens` gave; cutting that again must find the same words.
test('a token is its own only token', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      for (const token of tokens(text)) assert.deepEqual(tokens(token), [token]);
    }),
  );
});
