import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeQuery, parseQuery } from '@whodid/core';

const now = Date.parse('2026-11-20T12:34:56.789Z');

const table: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  [
    'actor:ada action:order. -status:2xx created:>=yesterday "refund"',
    [
      'actor is ada',
      'action starts with order.',
      'status is not 2xx',
      'since 2026-11-19',
      'text “refund”',
    ],
  ],
  ['actor:a,b,c -actor:d,e', ['actor is a, b or c', 'actor is not d or e']],
  ['onBehalfOf:me', ['on behalf of is u_17']],
  ['action:order -action:user', ['action is order', 'action is not user']],
  ['action:"order"', ['action is exactly order']],
  [
    '-route:/orders* path:*x* -path:*y',
    ['route does not start with /orders', 'path is like *x*', 'path is not like *y'],
  ],
  ['session:* -trace:*', ['session is present', 'trace is absent']],
  ['status:4xx,5xx', ['status is 4xx or is 5xx']],
  ['-status:4xx,5xx', ['status is not 4xx and is not 5xx']],
  ['status:404', ['status is 404']],
  ['status:>=500', ['status is at least 500']],
  ['status:<500', ['status is less than 500']],
  ['status:400..404', ['status is 400 to 404']],
  ['duration:>1s', ['duration is more than 1000 ms']],
  ['-duration:<=1s', ['duration is not at most 1000 ms']],
  ['data.n:1..2 data.plan:gold', ['data.n is 1 to 2', 'data.plan is gold']],
  ['created:today', ['on 2026-11-20']],
  ['-created:today', ['not on 2026-11-20']],
  ['created:2026-10', ['from 2026-10-01 to 2026-10-31']],
  ['created:<2026-11-20', ['before 2026-11-20']],
  ['created:>=2026-11-20T10:00', ['since 2026-11-20 10:00 UTC']],
  ['created:30s', ['since 2026-11-20 12:34:26.789 UTC']],
  [
    'created:2026-11-20T10:00..2026-11-20T10:59',
    ['from 2026-11-20 10:00 UTC until 2026-11-20 11:00 UTC'],
  ],
  ['-refund', ['without “refund”']],
  ['a (b OR actor:c)', ['text “a”', 'text “b” or actor is c']],
  ['a OR b c', ['text “a” or (text “b” and text “c”)']],
  ['-(a b)', ['not (text “a” and text “b”)']],
  ['-(a OR action:x)', ['not (text “a” or action is x)']],
  ['-(-a)', ['not (without “a”)']],
  ['a -*', ['text “a”', 'nothing']],
];

for (const [text, wanted] of table) {
  test(`describes ${JSON.stringify(text)}`, () => {
    assert.deepEqual(describeQuery(parseQuery(text, { now, me: 'u_17' })), wanted);
  });
}
