import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRedactor, type Json, type Masked, RawBody } from '@whodid/core';
import { bestOfThree } from './best-of-three.ts';

const S = 'hunter2-planted';
const R = '[redacted:key]';
const U = '[omitted:unmapped]';
const redactor = createRedactor();

/** What is kept of a request; looks that the second look changes nothing and finds nothing. */
function kept(request: unknown): Json {
  const once = redactor.json(request, 'body', []);
  const masked: Masked[] = [];
  assert.deepEqual(redactor.json(JSON.parse(JSON.stringify(once)), 'body', masked), once);
  assert.deepEqual(masked, []);
  return once;
}

function variables(query: string, given: unknown): unknown {
  const clean = kept({ query, variables: given }) as { query: string; variables: unknown };
  assert.equal(clean.query, query);
  return clean.variables;
}

function document(query: string): unknown {
  return (kept({ query }) as { query: unknown }).query;
}

describe('a variable is as secret as what it feeds', () => {
  const rows: readonly (readonly [string, string, unknown, unknown])[] = [
    ['argument', 'mutation($p: String!) { login(password: $p) { id } }', { p: S }, { p: R }],
    ['alias', 'mutation($p: String!) { a: login(name: "x", password: $p) }', { p: S }, { p: R }],
    [
      'input field',
      'mutation M($p: String, $n: String) { login(input: {name: $n, newPwd: $p}) { id } }',
      { p: S, n: 'Ada' },
      { p: R, n: 'Ada' },
    ],
    [
      'whole input object',
      'mutation M($input: In!) { login(input: $input) { id } }',
      { input: { name: 'Ada', newPwd: S } },
      { input: { name: 'Ada', newPwd: R } },
    ],
    ['list', 'mutation M($p: String) { set(passwords: ["x", $p]) }', { p: S }, { p: R }].map(
      (part) => (typeof part === 'string' ? part.replace('"x", ', '') : part),
    ) as [string, string, unknown, unknown],
    ['list in variables', 'query Q($t: [String!]) { a(tokens: $t) }', { t: [S, S] }, { t: [R, R] }],
    [
      'object under a secret name',
      'query Q($v: X) { a(secret: {b: $v}) }',
      { v: { c: S } },
      { v: R },
    ],
    ['directive', 'query Q($t: String) { a @signed(token: $t) }', { t: S }, { t: R }],
    [
      'fragment',
      'query Q($p: String) { ...F } fragment F on Query { a(password: $p) }',
      { p: S },
      { p: R },
    ],
    [
      'inline fragment',
      'query Q($p: String, $x: Boolean) { ... on A @include(if: $x) { a(password: $p) } }',
      { p: S, x: true },
      { p: R, x: true },
    ],
    [
      'the strictest of several uses',
      'query Q($p: String) { a(name: $p) b(password: $p) c(title: $p) }',
      { p: S },
      { p: R },
    ],
    ['number', 'mutation M($p: Int) { a(pin: $p, page: 2) }', { p: 1234 }, { p: R }],
    [
      'by its own name',
      'mutation M($password: String) { a(x: $password) }',
      { password: S },
      { password: R },
    ],
    ['field and argument', 'mutation M($c: String) { verifyOtp(code: $c) }', { c: S }, { c: R }],
    [
      'field and trailing word',
      'mutation M($n: String) { setPassword(new: $n) }',
      { n: S },
      { n: R },
    ],
    [
      'harmless',
      'query Q($id: ID!, $n: Int = 5) { order(id: $id, first: $n) { id } }',
      { id: 'o-1' },
      { id: 'o-1' },
    ],
    ['not used', 'query Q($a: Int) { order(id: $a) }', { a: 1, p: S }, { a: 1, p: U }],
    ['nothing in it', 'query Q($p: String) { a(password: $p) }', { p: null }, { p: null }],
    ['no object', 'query Q($p: String) { a(password: $p) }', [S, { p: S }], [U, U]],
    ['text that is no JSON', 'query Q($p: String) { a(id: $p) }', `p=${S}`, U],
    [
      'JSON in a text',
      'query Q($p: String, $i: ID) { a(password: $p, id: $i) }',
      JSON.stringify({ p: S, i: '1' }),
      JSON.stringify({ p: R, i: '1' }),
    ],
  ];
  for (const [what, query, given, expected] of rows) {
    test(`row 38: ${what}`, () => assert.deepEqual(variables(query, given), expected));
  }
});

describe('literals in the document', () => {
  const rows: readonly (readonly [number, string, string])[] = [
    [39, `{ login(password: "${S}") { id } }`, `{ login(password: "${R}") { id } }`],
    [39, `mutation{login(password:"${S}"){id}}`, `mutation{login(password:"${R}"){id}}`],
    [39, `mutation { a(password: """\n${S} "\\""" """) }`, `mutation { a(password: "${R}") }`],
    [39, `mutation { a(password: "x\\"${S}", id: 5) }`, `mutation { a(password: "${R}", id: 5) }`],
    [39, 'mutation { a(pin: 123456, page: 123456) }', `mutation { a(pin: "${R}", page: 123456) }`],
    [39, `mutation { a(password: ${S.replace('-', '')}) }`, `mutation { a(password: "${R}") }`],
    [39, `{ a(tokens: ["${S}", "${S}"]) }`, `{ a(tokens: ["${R}", "${R}"]) }`],
    [39, `{ a(secret: {x: "${S}", y: [1]}) }`, `{ a(secret: {x: "${R}", y: ["${R}"]}) }`],
    [39, `{ a(setPassword: {new: "${S}"}) }`, `{ a(setPassword: {new: "${R}"}) }`],
    [
      39,
      '{ a(password: "", token: null, secret: true) }',
      '{ a(password: "", token: null, secret: true) }',
    ],
    [
      39,
      `query Q($p: String = "${S}") { a(password: $p) }`,
      `query Q($p: String = "${R}") { a(password: $p) }`,
    ],
    [
      39,
      `query Q($i: In = {newPwd: "${S}", a: "b"}) { a(i: $i) }`,
      `query Q($i: In = {newPwd: "${R}", a: "b"}) { a(i: $i) }`,
    ],
    [
      40,
      `mutation { login(input: {newPwd: "${S}"}) }`,
      `mutation { login(input: {newPwd: "${R}"}) }`,
    ],
    [39, `# first\n{ a(token: "${S}") } # last`, `# first\n{ a(token: "${R}") } # last`],
    [39, `{ a(note: "postgres://u:${S}@h/db") }`, `{ a(note: "postgres://u:${R}@h/db") }`],
    [
      39,
      'query Q { orders(first: 5, sort: [NAME, DATE]) { ...F } }',
      'query Q { orders(first: 5, sort: [NAME, DATE]) { ...F } }',
    ],
  ];
  for (const [row, given, expected] of rows) {
    test(`row ${row}: ${given.replaceAll(S, 'S')}`, () => assert.equal(document(given), expected));
  }
});

describe('requests', () => {
  const login = 'mutation($p: String!) { login(password: $p) { id } }';

  test('row 40: batch', () => {
    assert.deepEqual(
      kept([
        { query: login, variables: { p: S } },
        { query: `mutation { login(input: {newPwd: "${S}"}) }` },
      ]),
      [
        { query: login, variables: { p: R } },
        { query: `mutation { login(input: {newPwd: "${R}"}) }` },
      ],
    );
  });

  test('row 41: persisted query', () => {
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: 'ecf4edb46db40b5132295c0291d62fb6' },
    };
    assert.deepEqual(
      kept({ variables: { p: S, n: 5, o: { a: S }, l: [S], none: null }, extensions }),
      {
        variables: { p: U, n: U, o: U, l: U, none: null },
        extensions,
      },
    );
    assert.deepEqual(kept({ operationName: 'Login', variables: { p: S } }), {
      operationName: 'Login',
      variables: { p: U },
    });
    assert.deepEqual(kept({ documentId: 'sha256:1f', variables: { password: S, p: S } }), {
      documentId: 'sha256:1f',
      variables: { password: R, p: U },
    });
  });

  test('what cannot be read is left out, and the values of its variables', () => {
    for (const query of [
      'mutation { login(password: ^) }',
      `mutation { login(password: "${S}`,
      'mutation ($p: String) { login(password: $p)',
      `query Q { a(x: """${S}) }`,
      `${'{ a '.repeat(100)}${'}'.repeat(100)}`,
      'mut',
    ]) {
      const clean = JSON.stringify(kept({ query, variables: { p: S } }));
      assert.ok(!clean.includes(S), clean);
      assert.ok(clean.includes('[redacted:unparsed]'), clean);
      assert.ok(clean.includes(`"p":"${U}"`), clean);
    }
  });

  test('requests that are cut off anywhere', () => {
    const query = `mutation L($p: String = "${S}") { login(password: $p, input: {pwd: "${S}"}) { id } }`;
    const variables = { p: S, list: [S] };
    for (const request of [
      { query, variables },
      { operationName: 'L', variables, query },
      { variables, query },
      [{ query: '{ a }' }, { query, variables }],
    ]) {
      const whole = JSON.stringify(request);
      for (let end = 1; end <= whole.length; end += 1) {
        const raw = new RawBody(Buffer.from(whole.slice(0, end)), 'application/json');
        const clean = JSON.stringify(redactor.body(raw, 'body', []));
        assert.ok(!clean.includes('hunter2'), `${whole.slice(0, end)}: ${clean}`);
      }
    }
  });

  test('a document that is too long to be kept tells nothing about its variables', () => {
    const query = `query Q($p: String) { ${'field '.repeat(3000)} a(id: $p) }`;
    const clean = kept({ query, variables: { p: S } }) as { query: string; variables: unknown };
    assert.match(clean.query, /…\[cut, \d+ characters\]$/);
    assert.deepEqual(clean.variables, { p: U });
  });

  test('no request is left as it is', () => {
    for (const request of [
      { query: 'red shoes' },
      { query: 'query language', page: 2 },
      { query: 'mutation rate in mice' },
      { query: '{"match":{"title":"shoes"}}', variables: { size: '42' } },
      { query: { match: { title: 'shoes' } }, variables: { a: 'b' } },
      { query: 'red shoes', variables: { size: '42' } },
      { template: 'welcome', variables: { name: 'Ada' } },
      { query: null, variables: { a: 'b' } },
    ]) {
      assert.deepEqual(kept(request), request);
    }
  });

  test('a request is one wherever it stands', () => {
    const [given, clean] = [S, R].map((p) => ({ query: login, variables: { p } }));
    for (const wrap of [
      (request: unknown) => ({ type: 'subscribe', payload: request }),
      (request: unknown) => ({ auth: [request] }),
      (request: unknown) => JSON.stringify({ body: JSON.stringify(request) }),
    ]) {
      assert.deepEqual(kept(wrap(given)), wrap(clean));
    }
  });

  test('accessors and proxies are not asked', () => {
    const request = {
      query: login,
      variables: new Proxy({}, { get: () => assert.fail(), ownKeys: () => assert.fail() }),
      get extensions(): never {
        return assert.fail();
      },
    };
    assert.deepEqual(redactor.value(request, '', []), {
      query: login,
      variables: '[proxy]',
      extensions: '[accessor]',
    });
    const map = new Map([['p', S]]);
    assert.deepEqual(redactor.value({ query: login, variables: map }, '', []), {
      query: login,
      variables: { p: R },
    });
  });

  test('paths of what was masked', () => {
    const masked: Masked[] = [];
    redactor.json([{ query: '{ a(pin: 1234) }', variables: { p: S } }], 'body', masked);
    assert.deepEqual(masked, [
      { path: 'body[0].query', rule: 'graphql' },
      { path: 'body[0].variables.p', rule: 'graphql' },
    ]);
  });

  test('application/graphql', () => {
    const bytes = Buffer.from(`mutation { login(password: "${S}", pin: 1234) }`);
    assert.equal(
      redactor.body(new RawBody(bytes, 'Application/GraphQL; charset=utf-8'), 'b', []),
      `mutation { login(password: "${R}", pin: "${R}") }`,
    );
    const broken = new RawBody(Buffer.from(`login ${S}`), 'application/graphql');
    assert.equal(redactor.body(broken, 'b', []), '[redacted:unparsed]');
  });

  test('as parts of a multipart request', () => {
    const operations = JSON.stringify({ query: login, variables: { p: S } });
    const text = `--X\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operations}\r\n--X--`;
    const body = redactor.body(
      new RawBody(Buffer.from(text), 'multipart/form-data; boundary=X'),
      '',
      [],
    );
    assert.deepEqual(body, { operations: JSON.stringify({ query: login, variables: { p: R } }) });
  });
});

describe('requests over GET', () => {
  const login = 'mutation($p: String!) { login(password: $p) }';
  const e = encodeURIComponent;

  test('in the URL', () => {
    const url = `/graphql?query=${e(login)}&page=2&variables=${e(JSON.stringify({ p: S }))}`;
    const clean = `/graphql?query=${e(login)}&page=2&variables=${e(JSON.stringify({ p: R }))}`;
    assert.equal(redactor.url(url, 'http.url', []), clean);
    const masked: Masked[] = [];
    assert.equal(redactor.url(clean, 'http.url', masked), clean);
    assert.deepEqual(masked, []);
  });

  test('literals, encoded names, persisted queries and doubtful ones', () => {
    const literal = (value: string) => e(`{ a(pin: ${value}) }`);
    const one = (text: string) => redactor.url(text, 'http.url', []);
    assert.equal(one(`/g?query=${literal('1234')}`), `/g?query=${literal(`"${R}"`)}`);
    assert.equal(
      one(`/g?query=${e(login)}&v%61riables=${e(JSON.stringify({ p: S }))}`),
      `/g?query=${e(login)}&v%61riables=${e(JSON.stringify({ p: R }))}`,
    );
    assert.equal(
      one(`/g?operationName=Q&variables=${e(`{"p":"${S}"}`)}`),
      `/g?operationName=Q&variables=${e(`{"p":"${U}"}`)}`,
    );
    assert.equal(
      one(`/g?query=${e(login)}&query=${e('{ a }')}&variables=${e(`{"p":"${S}"}`)}`),
      `/g?query=${e(login)}&query=${e('{ a }')}&variables=${e(U)}`,
    );
    const two = `/g?query=${e('{ a }')}&query=${e('{ b }')}`;
    assert.equal(one(two), two);
    assert.equal(one('/search?query=red%20shoes&page=2'), '/search?query=red%20shoes&page=2');
  });

  test('decoded', () => {
    const query = { query: login, variables: JSON.stringify({ p: S }), page: '2' };
    assert.deepEqual(redactor.query(query, 'http.query', []), {
      query: login,
      variables: JSON.stringify({ p: R }),
      page: '2',
    });
  });
});

test('GraphQL of any shape takes linear time', () => {
  const large = createRedactor({ stringBytes: 1_048_576, entryBytes: 8_388_608 });
  for (const piece of [
    '{a',
    '{a(',
    '{a(b:"',
    '{a(b:[',
    '{a(b:{c:',
    '"""',
    '...',
    '@a',
    '# x\n',
    ',',
    '$a',
    '[',
    'query ',
  ]) {
    for (const start of ['{', 'query Q(', '{a(', '{a(x:"""', 'query Q($a:[', '']) {
      const query = start + piece.repeat(100_000 / piece.length);
      const tookMs = bestOfThree(700, () => large.json({ query, variables: { p: S } }, 'body', []));
      assert.ok(tookMs < 700, `${start}${piece} took ${Math.round(tookMs)} ms`);
    }
  }
});
