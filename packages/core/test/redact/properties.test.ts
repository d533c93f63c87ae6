import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRedactor, type Masked, RawBody, type RedactOptions } from '@whodid/core';
import fc from 'fast-check';
import { bestOfThree } from './best-of-three.ts';
import { treacherousJson, treacherousRequest, treacherousText } from './treacherous.ts';

const runs = { numRuns: Number(process.env.WHODID_PROPERTY_RUNS ?? 400) };
const small: RedactOptions = { keys: 10, stringBytes: 256, entryBytes: 4096, depth: 3 };
const redactors = [
  createRedactor(),
  createRedactor(small),
  createRedactor({ mask: '***FILTERED***', maskKeys: ['name'] }),
];

// The collector redacts what the library has redacted. If that changed anything, the bytes that
// were counted, hashed and acknowledged would not be the ones that are kept.
describe('what was redacted is left as it is', () => {
  test('values', () => {
    fc.assert(
      fc.property(treacherousJson, fc.constantFrom(...redactors), (value, redactor) => {
        const once = redactor.value(value, 'data', []);
        const masked: Masked[] = [];
        assert.deepEqual(redactor.value(once, 'data', masked), once);
        assert.deepEqual(redactor.json(JSON.parse(JSON.stringify(once)), 'data', masked), once);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('GraphQL requests', () => {
    const requests = fc.oneof(treacherousRequest, fc.array(treacherousRequest, { maxLength: 3 }));
    fc.assert(
      fc.property(requests, fc.constantFrom(...redactors), (request, redactor) => {
        const once = redactor.value(request, 'body', []);
        const masked: Masked[] = [];
        assert.deepEqual(redactor.json(JSON.parse(JSON.stringify(once)), 'body', masked), once);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('parameters', () => {
    const parameters = fc.dictionary(
      fc.constantFrom('query', 'variables', 'operationName', 'token', 'next', 'a'),
      fc.oneof(
        treacherousText,
        treacherousRequest.map((one) => JSON.stringify(one)),
      ),
    );
    fc.assert(
      fc.property(parameters, fc.constantFrom(...redactors), (given, redactor) => {
        const once = redactor.query(given, 'q', []);
        const url = redactor.url(`/g?${new URLSearchParams(given)}`, 'u', []);
        const masked: Masked[] = [];
        assert.deepEqual(redactor.query(once, 'q', masked), once);
        assert.equal(redactor.url(url, 'u', masked), url);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('texts', () => {
    fc.assert(
      fc.property(treacherousText, fc.constantFrom(...redactors), (text, redactor) => {
        const once = redactor.text(text, 'message', []);
        const masked: Masked[] = [];
        assert.equal(redactor.text(once, 'message', masked), once);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('URLs', () => {
    fc.assert(
      fc.property(treacherousText, fc.constantFrom(...redactors), (text, redactor) => {
        const once = redactor.url(text, 'http.url', [], '/a/:token');
        const masked: Masked[] = [];
        assert.equal(redactor.url(once, 'http.url', masked, '/a/:token'), once);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('headers', () => {
    const names = ['authorization', 'cookie', 'set-cookie', 'referer', 'user-agent', 'x-api-key'];
    const headers = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(treacherousText, fc.array(treacherousText, { maxLength: 3 })),
    );
    fc.assert(
      fc.property(headers, fc.constantFrom(...redactors), (given, redactor) => {
        const once = redactor.headers(given, 'h', []);
        const masked: Masked[] = [];
        assert.deepEqual(redactor.headers(once, 'h', masked), once);
        assert.deepEqual(masked, []);
      }),
      runs,
    );
  });

  test('bodies', () => {
    const types = [
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      undefined,
    ];
    const contents = fc.oneof(
      treacherousText,
      treacherousJson.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(
        contents,
        fc.constantFrom(...types),
        fc.constantFrom(...redactors),
        (content, type, redactor) => {
          const once = redactor.body(new RawBody(Buffer.from(content), type), 'b', []);
          const masked: Masked[] = [];
          assert.deepEqual(redactor.json(JSON.parse(JSON.stringify(once)), 'b', masked), once);
          assert.deepEqual(masked, []);
        },
      ),
      runs,
    );
  });
});

describe('a planted secret is in no output', () => {
  const secret = 'hunter2planted';
  // What may stand around the secret; every one is a place where it must be found.
  const places: readonly ((inner: unknown) => unknown)[] = [
    (inner) => ({ password: inner }),
    (inner) => ({ user: { newPwd: inner, name: 'Ada' } }),
    (inner) => [{ clientSecret: [inner] }],
    (inner) => ({ 'x-api-key': { value: inner } }),
    (inner) => ({ name: 'access_token', value: String(inner) }),
    (inner) => `password=${String(inner)}&page=2`,
    (inner) => `https://x/cb?access_token=${String(inner)}`,
    (inner) => `postgres://u:${String(inner)}@h/db`,
    (inner) => JSON.stringify({ refresh_token: inner }),
    (inner) => new Map([['passphrase', inner]]),
    (inner) => new Error(`Authorization: Bearer ${String(inner)}`),
  ];
  const wrappings: readonly ((inner: unknown) => unknown)[] = [
    (inner) => ({ data: inner }),
    (inner) => [1, inner, 'x'],
    (inner) => new Set([inner]),
    (inner) => new Map([['a', inner]]),
    (inner) => ({ deep: { deeper: [inner] } }),
    (inner) => (isProse(inner) ? { text: `error: ${inner}` } : inner),
    (inner) => (isPlain(inner) ? JSON.stringify({ inner }) : inner),
    (inner) => (isPlain(inner) ? Buffer.from(JSON.stringify({ inner })).toString('base64') : inner),
    (inner) => new Error('outer', { cause: inner }),
  ];

  test('values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.array(fc.constantFrom(...wrappings), { maxLength: 3 }),
        treacherousJson,
        (place, wrapped, beside) => {
          const planted = wrapped.reduce((inner, wrap) => wrap(inner), place(secret));
          const out = JSON.stringify(redactors[0]?.value([planted, beside], 'data', []));
          assert.ok(!out.includes(secret), out);
          assert.ok(!out.includes(Buffer.from(secret).toString('base64').slice(2, -4)), out);
        },
      ),
      runs,
    );
  });

  test('bodies that are cut off anywhere', () => {
    const whole = JSON.stringify({
      a: [1, { password: secret, b: 'x\\"y' }],
      login: { token: secret, n: 1.5e3 },
      text: JSON.stringify({ secret }),
    });
    for (let end = 1; end <= whole.length; end += 1) {
      const raw = new RawBody(Buffer.from(whole.slice(0, end)), 'application/json');
      const out = JSON.stringify(redactors[0]?.body(raw, 'b', []));
      assert.ok(!out.includes('hunter2'), out);
      assert.notEqual(out, '"[redacted:unparsed]"', whole.slice(0, end));
    }
  });
});

// JSON in the middle of a text is only searched for assignments.
function isProse(value: unknown): value is string {
  return typeof value === 'string' && !/^[{[]|^(?:ey|W3|Wy)/.test(value);
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    Array.isArray(value) ||
    Object.getPrototypeOf(value) === Object.prototype
  );
}

describe('foreign values', () => {
  test('are never changed, and nothing throws', () => {
    const odd = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withTypedArray: true,
      withSparseArray: true,
      withObjectString: true,
      withBoxedValues: true,
      key: treacherousText,
    });
    fc.assert(
      fc.property(odd, fc.constantFrom(...redactors), (value, redactor) => {
        const before = fc.stringify(value);
        const out = redactor.value(value, 'data', []);
        assert.equal(fc.stringify(value), before);
        assert.deepEqual(JSON.parse(JSON.stringify(out)), out);
        assert.ok(!JSON.stringify(out).includes('[unreadable]'));
      }),
      runs,
    );
  });

  test('no text takes long, whatever it repeats', () => {
    const redactor = createRedactor({ stringBytes: 65_536, entryBytes: 1_048_576 });
    for (const piece of [
      'eyJ',
      'pin=',
      'pin=1',
      'access=',
      '?code=a',
      'access="',
      'eyJ.',
      '://',
      'a://',
      '=',
      'password=',
      '": "',
      '4111 ',
      '4',
      '-----BEGIN ',
      'sk-',
      'Bearer ',
      'authorization: ',
      '{"a":',
      '["',
      '\\"',
      'ghp_',
      '&a=',
      '%25',
      'a=\\"',
      '--password ',
      '--',
      '<a ',
      '<password>',
      '%22',
      '%253D',
      '&quot;',
      '\\u0022',
      '{"kty"',
      '"kty":',
      'abc8Q~',
      'W3si',
      'ewog ',
      'password: ',
      ';pwd=',
      ';pwd={',
      '\\\\\\":\\\\\\"',
      '"a":\\\\"',
      'got invalid value ',
      'hooks.slack.com/services/',
      'query=&variables=',
    ]) {
      const text = piece.repeat(Math.ceil(60_000 / piece.length));
      const tookMs = bestOfThree(300, () => {
        redactor.text(text, '', []);
        redactor.url(text, '', []);
        redactor.url(`/?${text}`, '', []);
        redactor.headers({ cookie: text, 'set-cookie': text, referer: text }, '', []);
        redactor.body(new RawBody(Buffer.from(text), 'application/json'), '', []);
      });
      assert.ok(tookMs < 300, `${piece} took ${tookMs.toFixed(0)} ms`);
    }
  });
});
