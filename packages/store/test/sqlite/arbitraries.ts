import {
  actorTypes,
  canonicalText,
  type Entry,
  type EntryFields,
  kinds,
  type Match,
  outcomes,
  type Query,
  queryFields,
  valuesOf,
} from '@whodid/core';
import fc from 'fast-check';

// Few words, so that queries hit; among them all that has a meaning to SQL, FTS5, globs or folding.
const words = [
  'ada',
  'Ada',
  'ADA',
  'bob',
  'order',
  'order.view',
  'orders',
  'a b',
  'x"y',
  "o'hara",
  '100%',
  '_',
  '*',
  '"',
  'AND',
  'NOT',
  '=a1=ada',
  'é',
  'É',
  'ß',
  'İ',
  'Σας',
  '№5',
  'ﬁn',
  '🦉',
  '\u0000',
  '~',
  '!',
  'a~b',
  'very-long-value-that-goes-on-and-on-beyond-any-limit',
  'very-long-value-that-goes-other',
  'w'.repeat(60),
  '12',
  '12.5',
  '1e3',
  '-1',
  '',
];
const odd: fc.Arbitrary<string> = fc.string({ maxLength: 6, unit: 'binary' });
const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: odd },
);
const phrase: fc.Arbitrary<string> = fc.oneof(
  word,
  fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', '/', '-', '.', ''))
    .map(([parts, separator]) => parts.join(separator)),
);

const target = fc.record(
  { type: word, id: phrase, name: phrase },
  { requiredKeys: ['type', 'id'] },
);
const actor = fc.record(
  { type: fc.constantFrom(...actorTypes), id: phrase, name: phrase, email: phrase },
  { requiredKeys: ['type', 'id'] },
);
const json = fc.dictionary(
  fc.constantFrom('plan', 'k', 'a b', 'é'),
  fc.oneof(
    phrase,
    fc.integer({ min: -3, max: 20 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(word),
  ),
  { maxKeys: 3 },
);
const message = fc.record({ headers: fc.constant({}), bodyBytes: fc.constant(0), body: json });
const http = fc.record(
  {
    protocol: fc.constantFrom('http' as const, 'https' as const),
    method: fc.constantFrom('GET', 'POST'),
    // Not always the path of the URL: an entry that was posted by hand need not agree with itself.
    url: phrase.map((text) => `https://h/${text}`),
    path: phrase,
    route: phrase,
    query: fc.constant({}),
    statusCode: fc.constantFrom(200, 201, 404, 500),
    durationMs: fc.oneof(
      fc.double({ min: 0, max: 5000, noNaN: true }),
      fc.constantFrom(0, 12, 12.5),
    ),
    request: message,
    response: message,
  },
  {
    requiredKeys: [
      'protocol',
      'method',
      'url',
      'path',
      'query',
      'durationMs',
      'request',
      'response',
    ],
  },
);

const fields = fc.record(
  {
    tenant: fc.constantFrom('main', 'main', 'main', 'other'),
    kind: fc.constantFrom(...kinds),
    action: phrase,
    outcome: fc.constantFrom(...outcomes),
    actor,
    targets: fc.array(target, { maxLength: 2 }),
    service: fc.record(
      { name: word, instance: word, environment: word },
      { requiredKeys: ['name'] },
    ),
    stream: word,
    reason: phrase,
    message: phrase,
    onBehalfOf: fc.array(actor, { maxLength: 1 }),
    change: fc.record({
      type: fc.constant('UPDATE' as const),
      model: word,
      fields: fc.array(fc.record({ name: word, old: json }), { maxLength: 2 }),
    }),
    http,
    client: fc.record(
      {
        ip: word,
        ipTrusted: fc.boolean(),
        country: word,
        userAgent: phrase,
        browser: phrase,
        os: word,
      },
      { requiredKeys: ['ip', 'ipTrusted'] },
    ),
    module: word,
    endpoint: phrase,
    ambient: fc.record({ requestId: phrase, sessionId: word, traceId: word }, { requiredKeys: [] }),
    data: json,
  },
  { requiredKeys: ['tenant', 'kind', 'action', 'outcome', 'actor', 'targets', 'service'] },
);

/** Where entries lie in time: so close that many share an instant. */
export const spanMs = 400;
export const startAt: number = Date.UTC(2026, 0, 1);

/** An entry as a sealed one may look, and stranger. `index` makes its id. */
export const entryFields: fc.Arbitrary<(index: number) => Entry> = fc
  .tuple(fields, fc.nat(spanMs), fc.nat(0xffff_ffff))
  .map(([given, at, random]) => (index: number): Entry => {
    const head = random.toString(16).padStart(8, '0');
    const time = new Date(startAt + at).toISOString();
    const whole: EntryFields = {
      id: `${head}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
      occurredAt: time,
      observedAt: time,
      schemaVersion: 1,
      producer: { id: 'p', epoch: '0123456789abcdef', seq: index + 1 },
      ...given,
    };
    // With keys in the order in which they are kept: a phrase may go over from value to value.
    return JSON.parse(canonicalText(whole as Entry));
  });

/** Any query, also such as the parser would not make. Most ask for what some entry has. */
export function queriesFor(entries: readonly Entry[]): fc.Arbitrary<Query> {
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 8, arbitrary: fieldTerm(entries) },
      { weight: 3, arbitrary: textTerm },
      { weight: 1, arbitrary: fc.constant<Query>({ type: 'all' }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('not'), part: tie('query') }) },
      { weight: 4, arbitrary: group('and', tie('query')) },
      { weight: 4, arbitrary: group('or', tie('query')) },
    ),
  })).query;
}

function group(type: 'and' | 'or', part: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  const sizes = { minLength: 1, maxLength: 3 };
  return fc.array(part, sizes).map((parts) => ({ type, parts }));
}

const textTerm: fc.Arbitrary<Query> = fc.record({
  type: fc.constant('text'),
  tokens: fc.array(word, { minLength: 1, maxLength: 2 }),
  phrase: fc.boolean(),
});

function fieldTerm(entries: readonly Entry[]): fc.Arbitrary<Query> {
  const names = queryFields.map(({ name }) => name);
  const field = fc.constantFrom(...names, ...names, 'path' as const, 'duration' as const);
  const key = fc.constantFrom('plan', 'k', 'a b.k', 'é');
  return fc
    .tuple(field, key, fc.constantFrom(...entries), phrase, fc.nat(), fc.boolean())
    .chain(([name, dataKey, entry, other, pick, known]) => {
      const values = valuesOf(entry, name, dataKey);
      const value = known ? (values[pick % values.length] ?? other) : other;
      const at = name === 'data' ? { key: dataKey } : {};
      return matchOf(value).map((match): Query => ({ type: 'field', field: name, ...at, match }));
    });
}

// Ways to ask for a value, or for a part of it.
function matchOf(value: string | number): fc.Arbitrary<Match> {
  const text = String(value);
  const cut = fc.nat(text.length);
  const bound = fc.constantFrom(-Infinity, Infinity, 0, 12.5, 300, startAt, Number(value) || 1);
  return fc.oneof(
    phrase.map((other): Match => ({ type: 'anyOf', values: [other, text] })),
    fc.constantFrom<Match>(
      { type: 'anyOf', values: [text.toUpperCase()] },
      { type: 'anyOf', values: [] },
      { type: 'exists' },
    ),
    cut.map((end): Match => ({ type: 'prefix', prefix: text.slice(0, end) })),
    fc.tuple(cut, cut, fc.boolean()).map(([start, end, more]): Match => {
      const pattern = `${text.slice(0, start)}*${text.slice(end)}${more ? '*' : ''}`;
      return { type: 'glob', pattern };
    }),
    fc.tuple(bound, bound).map(([a, b]): Match => {
      return { type: 'between', min: Math.min(a, b), max: Math.max(a, b) };
    }),
  );
}
