import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import {
  innerPolicy,
  readPolicy,
  statedPolicy,
  statePolicy,
  tellPolicy,
} from '../../src/exchange/stated-policy.ts';
import type { Watched } from '../../src/exchange/watched.ts';

test('a policy that cannot be used is refused by name, and the value is not quoted', () => {
  const wrong: readonly [unknown, 'CONFIG_UNKNOWN' | 'CONFIG_INVALID', RegExp][] = [
    [{ nmae: 'x' }, 'CONFIG_UNKNOWN', /routePolicy\.nmae.*name/],
    [{ name: '' }, 'CONFIG_INVALID', /routePolicy\.name/],
    [{ keep: 'secret' }, 'CONFIG_INVALID', /routePolicy\.keep/],
    [null, 'CONFIG_INVALID', /routePolicy/],
    ['secret', 'CONFIG_INVALID', /routePolicy/],
  ];
  for (const [policy, code, message] of wrong) {
    assert.throws(
      () => readPolicy('routePolicy', policy),
      (error) =>
        isWhodidError(error, code) && message.test(error.message) && !/secret/.test(error.message),
    );
  }
});

test('only what was given is stated, and later changes of the given object do not matter', () => {
  const given = { name: 'invoices.approve' };
  const policy = readPolicy('routePolicy', given);
  given.name = 'other';
  assert.deepEqual(policy, { name: 'invoices.approve' });
  const carrier = statePolicy(() => {}, policy);
  assert.equal(statedPolicy(carrier), policy);
  for (const none of [() => {}, null, undefined, 'text'])
    assert.equal(statedPolicy(none), undefined);
});

test('the inner policy wins, field by field', () => {
  const outer = { name: 'admin', keep: 'metadata' } as const;
  assert.deepEqual(innerPolicy(outer, { keep: 'bodies' }), { name: 'admin', keep: 'bodies' });
  assert.deepEqual(innerPolicy(outer, {}), outer);
});

test('a request that is told twice keeps what the second does not say', () => {
  const facts: unknown[] = [];
  const watched = { tell: (fact: unknown) => void facts.push(fact) } as unknown as Watched;
  tellPolicy(watched, { keep: 'nothing' });
  tellPolicy(watched, { name: 'health' });
  assert.deepEqual(facts, [
    { policy: { keep: 'nothing' } },
    { policy: { name: 'health', keep: 'nothing' }, name: 'health' },
  ]);
});
