import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseQuery, queryFields, valuesOf } from '@whodid/core';
import { sampleEntry } from './sample-entry.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');

function finds(text: string): boolean {
  return matches(parseQuery(text, { now, me: 'u_17' }), sampleEntry);
}

for (const row of queryFields) {
  test(`the example of the field ${row.name} finds the sample: ${row.example}`, () => {
    assert.ok(finds(row.example));
    assert.ok(!finds(`-${row.example}`));
  });
}

const found = [
  '',
  '*',
  // Names: whole, a word, e-mail, before the @. Never part of a word.
  'actor:u_17',
  'actor:ADA',
  'actor:"ada lovelace"',
  'actor:lovelace',
  'actor:ada.l@shop.test',
  'actor:ada.l',
  'actor:me',
  'actor:nobody,ada',
  'actor:love*',
  'actor:ada.',
  'actor.id:u_*',
  'actor.id:me',
  'onBehalfOf:grace',
  'onbehalfof:u_9',
  'actor.type:SERVICE',
  // Targets: any of them, also with the type.
  'target:1042',
  'target:order:1042',
  'target:inv_88',
  'target:"order #1042"',
  'target:#1042',
  'target.type:invoice',
  // Categories.
  'action:order',
  'action:order.',
  'action:ORDER.refund',
  'action:invoice,order',
  'action:*.refund',
  'action:"order.refund"',
  'kind:http',
  // Numbers.
  'status:503',
  'status:5xx',
  'status:5XX',
  'status:>=500',
  'status:>4xx',
  'status:<600',
  'status:500..599',
  'status:4xx..5xx',
  'status:..503',
  'status:*',
  'duration:1200.5',
  'duration:>1200',
  'duration:>=1200.5ms',
  'duration:<=1200.5',
  'duration:1s..2s',
  'duration:<1m',
  // Text that only looks like a range or a comparison.
  'path:/orders/1042/refund',
  'path:/orders/*/refund',
  'path:/orders*',
  'path:*1042*refund',
  'route:/orders/:id',
  'ip:203.0.113.*',
  'client:firefox',
  'client:gecko',
  'client:*mozilla*',
  'client:"firefox 145"',
  'os:macOS',
  'source:shop-1',
  'source:refundorder',
  'field:address.',
  'field:address.city',
  'project:ACME',
  'environment:production',
  // Data.
  'meta.plan:gold',
  'DATA.plan:GOLD',
  'data.total:49.5',
  'data.total:>49',
  'data.total:49..50',
  'data.total:*',
  'data.zero:0',
  'data.zero:>=-0',
  'data.code:12',
  'data.vip:true',
  'data.tags:red',
  'data.tags:blue',
  'data.items.sku:b-2',
  'data.items.deep.n:3',
  'data.items.deep.n:>2',
  // Times.
  'created:2026-11-20',
  'created:2026-11',
  'created:2026',
  'created:today',
  'created:>=yesterday',
  'created:24h',
  'created:<1h',
  'created:2h..1h',
  'created:2026-11-20T10:42',
  'created:2026-11-20T11:42+01:00',
  'created:2026-11-20T10:42:11',
  'created:2026-11-20T10:42:11.032Z',
  'created:>2026-11-19',
  // Logic.
  'actor:ada action:order. -status:2xx created:>=yesterday "refund"',
  'nothing OR refund',
  'refund AND -nothing',
  '-(nothing refund)',
  '-(nothing OR nowhere)',
  'refund nothing OR ada',
  '(nothing OR refund) (ada OR nothing)',
  'refund NOT nothing',
];

const notFound = [
  '-*',
  'actor:lovel',
  // An id is somebody else's in other letters.
  'actor.id:U_17',
  'actor.id:U*',
  'actor.id:*_17U',
  'actor.id:"Ada Lovelace"',
  'actor:"Ada Hopper"',
  'actor:shop.test',
  'actor:"ad"',
  'actor:"me"',
  'actor:ad.',
  'onbehalfof:u_17',
  'target:104',
  'target:invoice:1042',
  'action:ord',
  'action:"order"',
  'action:order.refund.',
  'action:order.*.x',
  'status:2xx,4xx',
  'status:>503',
  'status:<503',
  'status:504..599',
  'duration:>1200.5',
  'duration:<1200.5',
  'duration:1200',
  'path:/orders/*/*/refund',
  'path:*refund*refund',
  'path:refund',
  'ip:203.0.11.*',
  'session:*x',
  'data.plan:silver',
  'data.gone:*',
  'data.items:*',
  'data.a.b:*',
  'data.PLAN:gold',
  'data.total:>49.5',
  'data.plan:>0',
  'data.code:>5',
  'data.zero:<0',
  'data.zero:>0',
  'method:POS*OST',
  'data.tags:red,green -data.tags:*',
  'data.toString:*',
  'created:yesterday',
  'created:<2026-11-20',
  'created:>2026-11-20',
  'created:1h',
  'created:2026-11-20T10:41',
  'created:"last week"',
  'refund nothing',
  'nothing OR nowhere',
  '-refund',
  'nothing refund OR nowhere',
  'ada (nothing OR nowhere)',
];

for (const text of found) {
  test(`finds the sample: ${text}`, () => assert.ok(finds(text)));
}

for (const text of notFound) {
  test(`does not find the sample: ${text}`, () => assert.ok(!finds(text)));
}

test('valuesOf gives nothing for a field that is absent, so that only negation finds it', () => {
  const { http: _, client: __, ...withoutHttp } = sampleEntry;
  assert.deepEqual(valuesOf(withoutHttp, 'status'), []);
  assert.ok(matches(parseQuery('-status:2xx', { now }), withoutHttp));
  assert.ok(!matches(parseQuery('status:*', { now }), withoutHttp));
  assert.deepEqual(valuesOf(withoutHttp, 'client'), []);
});

test('valuesOf keeps numbers as numbers and text as it is', () => {
  assert.deepEqual(valuesOf(sampleEntry, 'status'), [503]);
  assert.deepEqual(valuesOf(sampleEntry, 'created'), [Date.parse(sampleEntry.occurredAt)]);
  assert.deepEqual(valuesOf(sampleEntry, 'data', 'items.sku'), ['A-1', 'B-2']);
  assert.deepEqual(valuesOf(sampleEntry, 'data', 'total'), [49.5]);
});

test('an id that was masked is nobody’s, also if somebody is named like the mask', () => {
  const { actor } = sampleEntry;
  const masked = {
    ...sampleEntry,
    actor: { ...actor, id: '[redacted:pan]' },
    masked: [{ path: 'actor.id', rule: 'pan' }],
  };
  const query = parseQuery('actor.id:"[redacted:pan]"', { now });
  assert.equal(matches(query, masked), false);
  assert.equal(matches(parseQuery('actor.id:*', { now }), masked), false);
  assert.equal(matches(query, { ...masked, masked: [] }), true);
});
