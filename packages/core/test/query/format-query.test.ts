import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeQuery,
  type FieldTerm,
  formatQuery,
  type Match,
  matches,
  parseQuery,
  type Query,
  queryFields,
} from '@whodid/core';
import fc from 'fast-check';
import { sampleEntry } from './sample-entry.ts';

const now = Date.parse('2026-11-20T12:34:56.789Z');
const parse = (text: string): Query => parseQuery(text, { now, me: 'u_17' });

const table: readonly (readonly [string, string])[] = [
  ['', ''],
  ['*', ''],
  ['* a', '* a'],
  ['Refund "Refund me"', 'refund "refund me"'],
  ['a (b OR c d) -(e f)', 'a (b OR c d) -(e f)'],
  ['actor:me,"me",b', 'actor:u_17,"me",b'],
  ['-action:order,user', '-action:order,user'],
  ['x action:order', 'x action:order'],
  ['action:order OR x', 'action:order OR x'],
  ['action:"order"', 'action:"order"'],
  ['action:order,"user"', 'action:"order","user" OR action:order.'],
  ['action:order.', 'action:order.'],
  ['actor:"a b".', 'actor:"a b".'],
  ['actor:"a*b"*', 'actor:"a*b"*'],
  ['path:*a" "b*', 'path:*"a b"*'],
  ['status:2xx', 'status:2xx'],
  ['status:>=4xx', 'status:>=400'],
  ['status:<=499', 'status:<500'],
  ['duration:>100ms', 'duration:>100'],
  ['duration:1s..2s', 'duration:1000..2000'],
  ['data.n:>0', 'data.n:>0'],
  ['data.n:<0', 'data.n:<0'],
  ['data.n:>1.7976931348623157e308', 'data.n:>=1.7976931348623157e+308'],
  ['data.n:".".', 'data.n:".".'],
  ['data.n:5..5', 'data.n:5..5'],
  ['created:>=yesterday', 'created:>=2026-11-19'],
  ['created:"last week"', 'created:2026-11-09..2026-11-15'],
  ['created:2h', 'created:>=2026-11-20T10:34:56.789Z'],
  ['created:<2026-11-20T10:00Z', 'created:<=2026-11-20T09:59:59.999Z'],
];

for (const [written, wanted] of table) {
  test(`formats ${JSON.stringify(written)} as ${wanted}`, () => {
    assert.equal(formatQuery(parse(written)), wanted);
    assert.deepEqual(parse(wanted), parse(written));
  });
}

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const value = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
  fc.constantFrom(
    'me',
    'order',
    'a.b',
    'a.',
    '..',
    'a..b',
    '1..2',
    '>5',
    '*',
    'a*b',
    '"',
    '\\',
    '\\"',
  ),
);
const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ noNaN: true, min: -1e9 }),
);
const textFields = queryFields.filter((row) => row.valueType === 'text' && !row.choices);

// Only what the parser itself can come up with has one form: a single star at the end is a prefix.
const pattern = fc
  .array(value, { minLength: 3, maxLength: 4 })
  .map((pieces) => pieces.map((piece) => piece.replaceAll('*', '')).join('*'))
  .filter((text) => !/^[^*]*\*+$|^\*+$|\*\*/.test(text));

const textMatch: fc.Arbitrary<Match> = fc.oneof(
  fc
    .uniqueArray(value, { minLength: 1, maxLength: 3 })
    .map((values) => ({ type: 'anyOf', values })),
  value.map((prefix): Match => ({ type: 'prefix', prefix })),
  pattern.map((glob): Match => ({ type: 'glob', pattern: glob })),
  fc.constant<Match>({ type: 'exists' }),
) as fc.Arbitrary<Match>;

function between(values: fc.Arbitrary<number>): fc.Arbitrary<Match> {
  return fc
    .tuple(values, values, fc.constantFrom('both', 'min', 'max'))
    .map(([one, other, ends]): Match => {
      const [min, max] = one < other ? [one, other] : [other, one];
      return {
        type: 'between',
        min: ends === 'max' ? Number.NEGATIVE_INFINITY : min + 0,
        max: ends === 'min' ? Number.POSITIVE_INFINITY : max + 0,
      };
    });
}

const finite = number.filter(Number.isFinite);
const instant = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2100, 0, 1) });
const days = fc.integer({ min: 1, max: 40_000 }).map((day) => day * 86_400_000);

const fieldTerm: fc.Arbitrary<FieldTerm> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...textFields.map((row) => row.name)), textMatch)
    .map(([field, match]): FieldTerm => ({ type: 'field', field, match })),
  fc
    .tuple(fc.constantFrom('plan', 'a.b', 'A-1'), fc.oneof(textMatch, between(finite)))
    .map(([key, match]): FieldTerm => ({ type: 'field', field: 'data', key, match })),
  between(fc.integer({ min: 1, max: 999 })).map(
    (match): FieldTerm => ({ type: 'field', field: 'status', match }),
  ),
  between(finite.filter((ms) => ms >= 0)).map(
    (match): FieldTerm => ({ type: 'field', field: 'duration', match }),
  ),
  between(fc.oneof(instant, days)).map(
    (match): FieldTerm => ({ type: 'field', field: 'created', match }),
  ),
);

const textTerm: fc.Arbitrary<Query> = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((tokens): Query => ({ type: 'text', tokens, phrase: tokens.length > 1 }));

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fieldTerm,
    textTerm,
    tie('query').map((part): Query => ({ type: 'not', part })),
    fc.tuple(fc.constantFrom('and', 'or'), tie('query'), tie('query'), tie('query')).map(
      ([type, ...parts]): Query => ({
        type,
        parts: parts.flatMap((part) => (part.type === type ? part.parts : [part])),
      }),
    ),
  ),
}));

test('what is formatted is read as the same query', () => {
  fc.assert(
    fc.property(query, (given) => {
      assert.deepEqual(parse(formatQuery(given)), given, formatQuery(given));
    }),
    { numRuns: 2000 },
  );
});

test('any query can be described and asked, and its negation finds the opposite', () => {
  fc.assert(
    fc.property(query, (given) => {
      const said = describeQuery(given);
      assert.ok(said.length > 0 && said.every((text) => text.trim() !== ''));
      const opposite: Query = { type: 'not', part: given };
      assert.notEqual(matches(given, sampleEntry), matches(opposite, sampleEntry));
    }),
  );
});
