import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tally, TallyGroup, TallyValue } from '@whodid/store';
import { type Compared, type FoundHint, findHints } from '../../src/overview/hints.ts';
import { mostUrgent } from '../../src/overview/most-urgent.ts';

const none: Tally = {
  ...{ count: 0, failed: 0, writes: 0 },
  ...{ buckets: [], groups: [], countedFrom: null },
};

type Row = readonly [value: readonly string[], count: number, more?: Partial<TallyValue>];

function group(by: TallyGroup, ...rows: readonly Row[]): Tally['groups'][number] {
  const values = rows.map(([value, count, more]) => ({
    ...{ value, count, failed: 0, writes: 0, firstAt: 0, lastAt: 0 },
    ...more,
  }));
  return { by, values, distinct: values.length };
}

function tally(count: number, failed: number, ...groups: Tally['groups']): Tally {
  return { ...none, count, failed, groups };
}

function compared(part: Partial<Compared>): Compared {
  return {
    now: tally(1000, 10),
    before: tally(4000, 40),
    failedSignIns: { now: none, before: none },
    denials: { now: none, before: none },
    periods: 4,
    ...part,
  };
}

function texts(part: Partial<Compared>): readonly string[] {
  return findHints(compared(part)).map(({ text }) => text);
}

test('a period like those before it needs no look', () => {
  const same = (times: number): Tally =>
    tally(
      1000 * times,
      10 * times,
      group(['actor', 'country'], [['user:ada', 'NL'], 500 * times]),
      group(['action', 'actor'], [['order.delete', 'user:ada'], 20 * times]),
      group(['method', 'route'], [['GET', '/orders'], 900 * times, { p95Ms: 700 }]),
    );
  const signIns = (times: number): Tally =>
    tally(40, 40, group(['ip'], [['203.0.113.9'], 9 * times]));
  const failedSignIns = { now: signIns(1), before: signIns(4) };
  assert.deepEqual(texts({ now: same(1), before: same(4), failedSignIns }), []);
});

test('without anything to compare with there is nothing unusual', () => {
  assert.deepEqual(texts({ now: tally(1000, 900), before: none, periods: 0.5 }), []);
});

test('many failed sign-ins from one address', () => {
  const failedSignIns = {
    now: tally(41, 41, group(['ip'], [['203.0.113.9'], 41], [['203.0.113.10'], 2])),
    before: tally(12, 12, group(['ip'], [['203.0.113.9'], 12])),
  };
  assert.deepEqual(findHints(compared({ failedSignIns })), [
    {
      text: '41 failed sign-ins from 203.0.113.9',
      why: 'Usually there are 3 in this time',
      query: 'kind:"auth" outcome:failure,denied ip:203.0.113.9',
    },
  ]);
});

test('failures far above usual, but not if there is more of everything', () => {
  assert.deepEqual(texts({ now: tally(1000, 80) }), [
    '80 entries failed or were denied, 8.0 % of all',
  ]);
  assert.deepEqual(texts({ now: tally(8000, 80) }), []);
});

test('somebody who is known well is seen in another country', () => {
  const usual = tally(4000, 40, group(['actor', 'country'], [['user:ada', 'NL'], 500]));
  const places = group(
    ['actor', 'country'],
    [['user:ada', 'NL'], 90],
    [['user:ada', 'VN'], 1, { name: 'Ada Lovelace' }],
    // Nobody knows where this one usually is.
    [['user:new', 'VN'], 5],
  );
  const [hint, ...others] = findHints(compared({ now: tally(1000, 10, places), before: usual }));
  assert.deepEqual(others, []);
  assert.deepEqual(hint, {
    text: 'First time that Ada Lovelace is seen in VN',
    why: 'Usually seen in NL',
    query: 'actor.type:user actor.id:ada country:VN',
    isNew: true,
  });
});

test('of countries that were not all listed none is new', () => {
  const cut = { ...group(['actor', 'country'], [['user:ada', 'NL'], 500]), distinct: 2000 };
  const now = tally(1000, 10, group(['actor', 'country'], [['user:ada', 'VN'], 1]));
  assert.deepEqual(texts({ now, before: tally(4000, 40, cut) }), []);
});

test('somebody deletes or exports far more than usual', () => {
  const now = tally(
    1000,
    10,
    group(
      ['action', 'actor'],
      [['order.delete', 'user:ada'], 60, { name: 'Ada' }],
      [['orders.exported', 'service:report'], 12],
      [['order.view', 'user:bob'], 600],
    ),
  );
  assert.deepEqual(texts({ now }), ['Ada: 60 × order.delete']);
  const export_ = group(['action', 'actor'], [['orders.export', 'service:report'], 12]);
  assert.deepEqual(texts({ now: tally(1000, 10, export_) }), ['report: 12 × orders.export']);
});

test('a route that became slow', () => {
  const route = (p95Ms: number, count: number): Tally =>
    tally(1000, 10, group(['method', 'route'], [['GET', '/orders'], count, { p95Ms }]));
  assert.deepEqual(texts({ now: route(900, 200), before: route(200, 800) }), [
    'GET /orders is slow: 5 % take longer than 900 ms',
  ]);
  assert.deepEqual(texts({ now: route(900, 10), before: route(200, 800) }), []);
  assert.deepEqual(texts({ now: route(400, 200), before: route(20, 800) }), []);
});

test('somebody is denied again and again from one address', () => {
  const denials = {
    now: tally(30, 30, group(['ip'], [['203.0.113.9'], 24], [['203.0.113.10'], 6])),
    before: tally(8, 8, group(['ip'], [['203.0.113.9'], 8])),
  };
  assert.deepEqual(findHints(compared({ denials })), [
    {
      text: '203.0.113.9 was denied 24 times',
      why: 'Usually there are 2 in this time',
      query: 'outcome:denied ip:203.0.113.9 -kind:auth',
    },
  ]);
});

test('one credential from many addresses', () => {
  const from = (...addresses: readonly number[]): Tally =>
    tally(
      1000,
      10,
      group(['actor', 'ip'], ...addresses.map((at): Row => [['user:ada', `203.0.113.${at}`], 30])),
    );
  const [hint, ...others] = findHints(compared({ now: from(1, 2, 3, 4, 5, 6), before: from(1) }));
  assert.deepEqual(others, []);
  assert.deepEqual(hint, {
    text: 'ada came from 6 addresses',
    why: 'Before, it was 1 in a longer time',
    query: 'actor.type:user actor.id:ada',
  });
  // Who often comes from other addresses does so again, and of who is new nothing is known.
  assert.deepEqual(texts({ now: from(1, 2, 3, 4, 5, 6), before: from(7, 8, 9) }), []);
  assert.deepEqual(texts({ now: from(1, 2, 3, 4, 5, 6) }), []);
});

test('what is new is looked up in all time, and there are at most five hints', async () => {
  const hint = (text: string, isNew = false): FoundHint => ({
    ...{ text, why: '', query: text },
    ...(isNew ? { isNew } : {}),
  });
  const known = new Set(['country:VN', 'country:BR']);
  const found = [
    hint('country:VN', true),
    hint('country:FI', true),
    ...Array.from({ length: 6 }, (_, at) => hint(`${at}`)),
    hint('country:BR'),
  ];
  const asked: string[] = [];
  const kept = await mostUrgent(found, async (query) => {
    asked.push(query);
    return known.has(query) ? 1 : 0;
  });
  assert.deepEqual(
    kept.map(({ text }) => text),
    ['country:FI', '0', '1', '2', '3'],
  );
  assert.deepEqual(asked, ['country:VN', 'country:FI']);
  assert.deepEqual(Object.keys(kept[0] ?? {}), ['text', 'why', 'query']);
});

test('what is captured cannot break out of the query', () => {
  const now = tally(1000, 10, group(['action', 'actor'], [['x.delete', 'user:a" OR id:*'], 60]));
  const [hint] = findHints(compared({ now }));
  assert.equal(hint?.query, 'actor.type:user actor.id:"a\\" OR id:*" action:"x.delete"');
});
