import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhodidError, parseQuery, queryLimits } from '@whodid/core';
import fc from 'fast-check';

interface Refusal {
  readonly at: number;
  readonly length: number;
  readonly problem: string;
  readonly suggestion?: string;
}

function refusal(text: string, me?: string): Refusal {
  try {
    parseQuery(text, { now: 0, me });
  } catch (error) {
    if (isWhodidError(error, 'QUERY_INVALID')) return error.facts;
    throw error;
  }
  throw new assert.AssertionError({ message: `${text} was read` });
}

// The marks stand under what the error points at.
const table: readonly (readonly [string, string, RegExp, string | undefined])[] = [
  ['created:>=yesteday', '          ^^^^^^^^', /^Not a time/, 'yesterday'],
  ['created:2026-02-30', '        ^^^^^^^^^^', /^Not a time/, undefined],
  ['created:today..tomorow', '               ^^^^^^^', /^Not a time/, undefined],
  ['created:"lst week"', '        ^^^^^^^^^^', /^Not a time/, '"last week"'],
  ['created:7days', '        ^^^^^', /^Not a time/, '7d'],
  ['created:now..2h', '        ^^^^^^^', /ends before it begins/, undefined],
  ['a actr:ada', '  ^^^^', /no field actr/, 'actor'],
  ['act:ada', '^^^', /no field act /, 'actor, actor.id or actor.type'],
  ['tagret.typ:order', '^^^^^^^^^^', /no field tagret.typ/, 'target.type'],
  ['staus:200', '^^^^^', /no field staus/, 'status'],
  ['user:ada', '^^^^', /no field user/, 'actor'],
  ['order:1042', '^^^^^', /no field order \(text with a colon goes in quotes\)/, '"order:1042"'],
  ['data:x', '^^^^', /needs a key/, 'data.plan:gold'],
  ['data..x:1', '^^^^^^^', /part of the key is empty/, undefined],
  ['actor:', '     ^', /needs a value/, undefined],
  ['actor: ada', '     ^', /without a space/, undefined],
  ['actor:a, b', '       ^', /no space may follow/, undefined],
  ['actor:a,,b', '       ^', /missing after the comma/, undefined],
  ['actor:""', '      ^^', /needs a value/, undefined],
  ['actor:(a OR b)', '      ^', /with commas/, 'actor:one,two'],
  ['actor:>5', '      ^^', /cannot be compared/, undefined],
  ['actor:a*"b*"', '      ^^^^^^', /quoted star/, undefined],
  ['actor:me', '      ^^', /Nobody is signed in/, '"me"'],
  [
    'outcome:sucess',
    '        ^^^^^^',
    /^Not a value of outcome \(success, failure, denied or unknown\)/,
    'success',
  ],
  ['kind:htp.in', '     ^^^^^^', /^Not a value of kind/, 'http.in'],
  ['ip:10.0.0.0/8', '   ^^^^^^^^^^', /mask/, '10.'],
  ['ip:10.1.2.3/23', '   ^^^^^^^^^^^', /mask/, '10.1.'],
  ['ip:fe80::/10', '   ^^^^^^^^^', /mask/, undefined],
  ['status:5*', '       ^^', /^Not a status code/, '5xx'],
  ['status:ok', '       ^^', /^Not a status code/, undefined],
  ['status:>=', '         ^', /^Not a status code/, undefined],
  ['duration:>1parsec', '          ^^^^^^^', /^Not a duration/, undefined],
  ['data.n:>x', '        ^', /^Only numbers/, undefined],
  ['data.n:>1e999', '        ^^^^^', /^Only numbers/, undefined],
  ['status>=500', '^^^^^^^^^^^', /followed by a colon/, 'status:>=500'],
  ['status!=200', '^^^^^^^^^^^', /followed by a colon/, '-status:200'],
  ['actor=ada', '^^^^^^^^^', /followed by a colon/, 'actor:ada'],
  ['refun*', '^^^^^^', /whole words/, undefined],
  ['&', '^', /no letters or digits/, undefined],
  [' "&"', ' ^^^', /no letters or digits/, undefined],
  ['a "b', '  ^^', /quotation is never closed/, undefined],
  ['actor:"b', '      ^^', /quotation is never closed/, undefined],
  ['(a OR b', '^', /never closed/, undefined],
  ['a) b', ' ^', /never opened/, undefined],
  [')', '^', /never opened/, undefined],
  ['a ()', '  ^', /nothing in the parenthesis/, undefined],
  ['a OR', '  ^^', /nothing after this/, undefined],
  ['(a AND )', '   ^^^', /nothing after this/, undefined],
  ['OR a', '^^', /nothing before this/, undefined],
  ['a OR AND b', '  ^^', /nothing after this/, undefined],
  ['a - b', '  ^', /must touch/, undefined],
  ['a -', '  ^', /must touch/, undefined],
  ['--force', '^^^^^^^', /One minus/, '"--force"'],
  ['NOT -a', '^^^', /Negated twice/, undefined],
  ['!a', '^', /with a minus/, '-'],
];

for (const [text, marks, problem, suggestion] of table) {
  test(`refuses ${text}`, () => {
    const facts = refusal(text);
    assert.equal(' '.repeat(facts.at) + '^'.repeat(facts.length), marks);
    assert.match(facts.problem, problem);
    assert.equal(facts.suggestion, suggestion);
  });
}

test('text up to the limit is read, one character more is refused', () => {
  const longest = 'a'.repeat(queryLimits.characters);
  assert.ok(parseQuery(longest, { now: 0 }));
  assert.match(refusal(`${longest}a`).problem, /More than 2000 characters/);
});

test('nesting up to the limit is read, one parenthesis more is refused', () => {
  const nested = (depth: number): string => '-('.repeat(depth) + 'a'.concat(')'.repeat(depth));
  assert.ok(parseQuery(nested(queryLimits.nesting), { now: 0 }));
  const facts = refusal(nested(queryLimits.nesting + 1));
  assert.match(facts.problem, /More than 32 parentheses/);
  assert.equal(facts.at, 2 * queryLimits.nesting + 1);
});

test('groups beside each other are not nested', () => {
  assert.ok(parseQuery('(a) '.repeat(queryLimits.nesting + 1), { now: 0 }));
});

test('terms up to the limit are read, one more is refused, values count', () => {
  const words = Array.from({ length: queryLimits.terms }, (_, index) => `w${index}`);
  assert.ok(parseQuery(words.join(' '), { now: 0 }));
  assert.ok(parseQuery(`actor:${words.join(',')}`, { now: 0 }));
  assert.match(refusal(`${words.join(' ')} x`).problem, /More than 100 words and values/);
  assert.match(refusal(`x actor:${words.join(',')}`).problem, /More than 100 words and values/);
});

const scraps = fc.constantFrom(
  ...['actor:', 'status:', 'created:', 'data.n:', 'action:', 'x', '"', '(', ')', '-', ',', '*'],
  ...[
    '..',
    '.',
    '>',
    '<=',
    ' ',
    ' OR ',
    ' AND ',
    '\\',
    '2xx',
    'today',
    '7d',
    'me',
    ':',
    '“',
    '=',
    '!',
  ],
);

test('any text is read or refused with a place inside it, and nothing else is thrown', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(scraps, { maxLength: 14 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      try {
        parseQuery(text, { now: Date.UTC(2026, 10, 20), me: 'u_17' });
      } catch (error) {
        assert.ok(isWhodidError(error, 'QUERY_INVALID'), String(error));
        const { at, length } = error.facts;
        assert.ok(at >= 0 && length >= 1 && at <= text.length, error.message);
      }
    }),
    { numRuns: 2000 },
  );
});
