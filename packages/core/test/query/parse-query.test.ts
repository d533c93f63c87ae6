import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Match, parseQuery, type Query, type QueryField } from '@whodid/core';

const now = Date.parse('2026-11-20T12:34:56.789Z');
const up = Number.POSITIVE_INFINITY;
const down = Number.NEGATIVE_INFINITY;

function parse(text: string): Query {
  return parseQuery(text, { now, me: 'u_17' });
}

function text(...tokens: readonly string[]): Query {
  return { type: 'text', tokens, phrase: tokens.length > 1 };
}

function field(name: QueryField, match: Match, key?: string): Query {
  return { type: 'field', field: name, match, ...(key === undefined ? {} : { key }) };
}

function anyOf(...values: readonly string[]): Match {
  return { type: 'anyOf', values };
}

function and(...parts: readonly Query[]): Query {
  return { type: 'and', parts };
}

function or(...parts: readonly Query[]): Query {
  return { type: 'or', parts };
}

function not(part: Query): Query {
  return { type: 'not', part };
}

const prefix = (value: string): Match => ({ type: 'prefix', prefix: value });
const glob = (pattern: string): Match => ({ type: 'glob', pattern });
const between = (min: number, max: number): Match => ({ type: 'between', min, max });
const [a, b, c, d] = [text('a'), text('b'), text('c'), text('d')];

const table: readonly (readonly [string, Query])[] = [
  ['', { type: 'all' }],
  ['  \n ', { type: 'all' }],
  ['*', { type: 'all' }],
  // Text.
  ['Refund', text('refund')],
  ['"Refund me"', text('refund', 'me')],
  ['“Refund me”', text('refund', 'me')],
  ['„Refund me“', text('refund', 'me')],
  ['"say \\"hi\\" C:\\temp"', text('say', 'hi', 'c', 'temp')],
  ['ada@shop.test', text('ada', 'shop', 'test')],
  ['12:30', text('12', '30')],
  ['10.0.0.1:8080', text('10', '0', '0', '1', '8080')],
  ['fe80::1', text('fe80', '1')],
  ['2026-11-20T10:00:00Z', text('2026', '11', '20t10', '00', '00z')],
  ['https://shop.example/a?b=1', text('https', 'shop', 'example', 'a', 'b', '1')],
  ['C:\\temp', text('c', 'temp')],
  ['f(x)', text('f', 'x')],
  ['a & b …', and(a, b)],
  ['and or not', and(text('and'), text('or'), text('not'))],
  // Logic.
  ['a b', and(a, b)],
  ['a AND b', and(a, b)],
  ['a OR b', or(a, b)],
  ['a b OR c d', or(and(a, b), and(c, d))],
  ['a (b OR c) d', and(a, or(b, c), d)],
  ['((a))', a],
  ['(a b) (c d)', and(a, b, c, d)],
  ['a OR (b OR c)', or(a, b, c)],
  ['-a', not(a)],
  ['NOT a', not(a)],
  ['-(a b)', not(and(a, b))],
  ['-(-a)', not(not(a))],
  ['-a OR b', or(not(a), b)],
  ['(a)OR(b)', or(a, b)],
  ['"a""b"', and(a, b)],
  // Values.
  ['ACTOR:Ada', field('actor', anyOf('Ada'))],
  ['actor:a,b,a', field('actor', anyOf('a', 'b'))],
  ['actor:"Ada, L",b', field('actor', anyOf('Ada, L', 'b'))],
  ['actor:“Ada L”', field('actor', anyOf('Ada L'))],
  ['actor:"a\\"b\\\\c"', field('actor', anyOf('a"b\\c'))],
  ['actor:o"brien"', field('actor', anyOf('obrien'))],
  ['actor:me', field('actor', anyOf('u_17'))],
  ['actor:ME,ada', field('actor', anyOf('u_17', 'ada'))],
  ['onbehalfof:me', field('onbehalfof', anyOf('u_17'))],
  ['actor:"me"', field('actor', anyOf('me'))],
  ['target:me', field('target', anyOf('me'))],
  ['actor:*', field('actor', { type: 'exists' })],
  ['actor:**', field('actor', { type: 'exists' })],
  ['actor:"*"', field('actor', anyOf('*'))],
  ['actor:ad*', field('actor', prefix('ad'))],
  ['actor:"a*b"*', field('actor', prefix('a*b'))],
  ['actor:*"a b"*', field('actor', glob('*a b*'))],
  ['actor:a**b', field('actor', glob('a*b'))],
  ['actor:svc.', field('actor', prefix('svc.'))],
  ['actor:"svc."', field('actor', anyOf('svc.'))],
  ['actor:"svc x".', field('actor', prefix('svc x.'))],
  [
    'actor:a,b*,"c",*d*',
    or(field('actor', anyOf('a', 'c')), field('actor', prefix('b')), field('actor', glob('*d*'))),
  ],
  ['(actor:a)', field('actor', anyOf('a'))],
  ['path:/f(x)', field('path', anyOf('/f(x)'))],
  ['path:/a/../b', field('path', anyOf('/a/../b'))],
  ['target:order:1042', field('target', anyOf('order:1042'))],
  ['action:order.', field('action', prefix('order.'))],
  ['action:"order"', field('action', anyOf('order'))],
  ['action:order', or(field('action', anyOf('order')), field('action', prefix('order.')))],
  [
    'action:a,"b",c.',
    or(
      field('action', anyOf('a', 'b')),
      field('action', prefix('a.')),
      field('action', prefix('c.')),
    ),
  ],
  ['meta.plan:gold', field('data', anyOf('gold'), 'plan')],
  ['Data.Plan.name:*', field('data', { type: 'exists' }, 'Plan.name')],
  ['project:acme', field('tenant', anyOf('acme'))],
  // Numbers.
  ['status:404', field('status', between(404, 404))],
  ['status:2xx', field('status', between(200, 299))],
  ['status:4xx,5XX', or(field('status', between(400, 499)), field('status', between(500, 599)))],
  ['status:>=500', field('status', between(500, up))],
  ['status:>4xx', field('status', between(500, up))],
  ['status:<=4xx', field('status', between(down, 499))],
  ['status:<400', field('status', between(down, 399))],
  ['status:400..5xx', field('status', between(400, 599))],
  ['status:400..', field('status', between(400, up))],
  ['status:*..499', field('status', between(down, 499))],
  ['status:..', field('status', { type: 'exists' })],
  ['duration:250', field('duration', between(250, 250))],
  ['duration:>=1.5s', field('duration', between(1500, up))],
  ['duration:1m..1h', field('duration', between(60_000, 3_600_000))],
  ['duration:>100ms', field('duration', between(100.00000000000001, up))],
  ['data.n:5', field('data', anyOf('5'), 'n')],
  ['data.n:-5', field('data', anyOf('-5'), 'n')],
  ['data.n:>=-5', field('data', between(-5, up), 'n')],
  ['data.n:-2..-1', field('data', between(-2, -1), 'n')],
  ['data.n:1..', field('data', between(1, up), 'n')],
  ['data.n:a..b', field('data', anyOf('a..b'), 'n')],
  ['data.n:"1..2"', field('data', anyOf('1..2'), 'n')],
  // Times: read in read-time.test.ts; here only how they combine.
  ['created:24h', field('created', between(now - 86_400_000, up))],
  ['created:>=24h', field('created', between(now - 86_400_000, up))],
  ['created:<24h', field('created', between(down, now - 86_400_001))],
  ['created:now', field('created', between(now, up))],
  ['created:2h..now', field('created', between(now - 7_200_000, now))],
  ['created:>="2026-11-20 10:00"', field('created', between(Date.UTC(2026, 10, 20, 10), up))],
  [
    'created:2014-07-01..2014-07-31',
    field('created', between(Date.UTC(2014, 6, 1), Date.UTC(2014, 7, 1) - 1)),
  ],
  [
    'created:"last week".."today"',
    field('created', between(Date.UTC(2026, 10, 9), Date.UTC(2026, 10, 21) - 1)),
  ],
];

for (const [written, wanted] of table) {
  test(`reads ${JSON.stringify(written)}`, () => assert.deepEqual(parse(written), wanted));
}
