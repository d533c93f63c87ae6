import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import type { KeepRule, RuleSubject } from '../../src/rules/keep-rule.ts';
import { KeepRules } from '../../src/rules/keep-rules.ts';

const subject: RuleSubject = {
  method: 'GET',
  path: '/admin/people/7',
  route: '/admin/people/:id',
  name: 'people.show',
  namespace: '/admin',
  statusCode: 404,
  contentType: 'Application/Problem+JSON; charset=utf-8',
};
const bare: RuleSubject = {
  method: 'POST',
  path: '/',
  route: undefined,
  name: undefined,
  namespace: undefined,
  statusCode: undefined,
  contentType: undefined,
};

const conditions: readonly (readonly [KeepRule, boolean])[] = [
  [{}, true],
  [{ name: 'people.show' }, true],
  [{ name: 'people' }, false],
  [{ name: 'people.*' }, true],
  [{ name: ['orders.*', /^people\./] }, true],
  [{ namespace: 'admin' }, true],
  [{ namespace: '/admin/' }, true],
  [{ namespace: 'adm' }, false],
  [{ path: '/admin/people/7' }, true],
  [{ path: '/admin/people/:id' }, true],
  [{ path: '/admin' }, false],
  [{ path: '/admin/*' }, true],
  [{ path: '*people*' }, true],
  [{ path: /^\/people/ }, false],
  [{ path: /people/g }, true],
  [{ method: 'get' }, true],
  [{ method: ['POST', 'PUT'] }, false],
  [{ statusCode: 404 }, true],
  [{ statusCode: '4xx' }, true],
  [{ statusCode: [200, '5xx'] }, false],
  [{ contentType: 'application/problem+json' }, true],
  [{ contentType: 'application/*' }, true],
  [{ contentType: 'text/*' }, false],
  [{ name: 'people.show', method: 'POST' }, false],
  [{ namespace: 'admin', method: 'GET', statusCode: '4xx' }, true],
];

for (const [rule, fits] of conditions) {
  test(`a rule ${fits ? 'fits' : 'does not fit'}: ${describe(rule)}`, () => {
    const rules = new KeepRules('test', [rule], 'bodies');
    // Twice, for regular expressions that remember where they were.
    assert.equal(rules.decide(subject, undefined).keep, fits ? 'nothing' : 'bodies');
    assert.equal(rules.decide(subject, undefined).keep, fits ? 'nothing' : 'bodies');
  });
}

test('a condition on what is not known does not fit', () => {
  for (const [rule] of conditions.slice(1)) {
    if (rule.path !== undefined || rule.method !== undefined) continue;
    assert.equal(new KeepRules('test', [rule], 'bodies').decide(bare, undefined).keep, 'bodies');
  }
});

test('of all that fit the strictest counts, wherever it stands: deny before allow', () => {
  const allow: KeepRule = { path: '/admin/*', keep: 'bodies' };
  const some: KeepRule = { method: 'GET', keep: 'metadata' };
  const deny: KeepRule = { name: 'people.*' };
  const decide = (rules: readonly KeepRule[], stated?: 'bodies' | 'metadata' | 'nothing') =>
    new KeepRules('test', rules, 'nothing').decide(subject, stated).keep;
  assert.equal(decide([]), 'nothing');
  assert.equal(decide([allow]), 'bodies');
  assert.equal(decide([allow, some]), 'metadata');
  assert.equal(decide([deny, allow, some]), 'nothing');
  assert.equal(decide([allow, deny]), 'nothing');
  assert.equal(decide([], 'metadata'), 'metadata');
  assert.equal(decide([allow], 'metadata'), 'metadata');
  assert.equal(decide([deny], 'bodies'), 'nothing');
});

test('a share of the noise is kept and says how large it is', () => {
  const draws = [0.2, 0.009, 0.5];
  const rules = new KeepRules('t', [{ path: '*', sampleShare: 0.01 }], 'bodies', () => {
    return draws.shift() ?? 1;
  });
  assert.deepEqual(rules.decide(subject, undefined), { keep: 'nothing', notDrawn: true });
  assert.deepEqual(rules.decide(subject, undefined), { keep: 'bodies', sampleShare: 0.01 });
  assert.deepEqual(rules.decide(subject, undefined), { keep: 'nothing', notDrawn: true });
});

const wrong: readonly (readonly [object, string, string])[] = [
  [{ paht: '/x' }, 'CONFIG_UNKNOWN', 't.rules[1].paht'],
  [{ path: '' }, 'CONFIG_INVALID', 't.rules[1].path'],
  [{ path: [] }, 'CONFIG_INVALID', 't.rules[1].path'],
  [{ method: 'GET /' }, 'CONFIG_INVALID', 't.rules[1].method'],
  [{ statusCode: 4 }, 'CONFIG_INVALID', 't.rules[1].statusCode'],
  [{ statusCode: '4x' }, 'CONFIG_INVALID', 't.rules[1].statusCode'],
  [{ keep: 'all' }, 'CONFIG_INVALID', 't.rules[1].keep'],
  [{ sampleShare: 2 }, 'CONFIG_INVALID', 't.rules[1].sampleShare'],
];
for (const [rule, code, option] of wrong) {
  test(`refused at start: ${JSON.stringify(rule)}`, () => {
    assert.throws(
      () => new KeepRules('t', [{}, rule], 'bodies'),
      (error) =>
        isWhodidError(error) &&
        error.code === code &&
        (error.facts as { option: string }).option === option,
    );
  });
}

function describe(rule: KeepRule): string {
  return Object.entries(rule)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
