import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, type Masked, RawBody } from '@whodid/core';
import fc from 'fast-check';
import { treacherousJson, treacherousText } from './treacherous.ts';

const S = 'hunter2-planted';
const F = '***FILTERED***';
const usual = createRedactor();
const redactor = createRedactor({ mask: F });
const e = encodeURIComponent;

const login = 'mutation($p: String!) { login(password: $p) }';
const form = 'application/x-www-form-urlencoded';

function body(text: string, type: string): unknown {
  return redactor.body(new RawBody(Buffer.from(text), type), 'body', []);
}

function header(name: string, value: string): unknown {
  return redactor.headers({ [name]: value }, 'headers', [])[name];
}

/** Where a mask may stand: what is kept, and what another redactor makes of it. */
const places: readonly (readonly [string, () => unknown, unknown])[] = [
  [
    'JSON',
    () => body(`{"a":{"password":"${S}","pin":1234}}`, 'application/json'),
    { a: { password: F, pin: F } },
  ],
  [
    'lines of JSON',
    () => body(`{"token":"${S}"}\n{"token":"${S}"}`, 'application/x-ndjson'),
    [{ token: F }, { token: F }],
  ],
  [
    'nested JSON',
    () => redactor.value({ a: `{"token":"${S}"}` }, '', []),
    { a: `{"token":"${F}"}` },
  ],
  [
    'named value',
    () => redactor.value({ name: 'password', value: S }, '', []),
    { name: 'password', value: F },
  ],
  ['change', () => redactor.named('password', S, '', []), F],
  ['form', () => body(`a=1&password=${S}`, form), `a=1&password=${F}`],
  [
    'URL',
    () => redactor.url(`https://u:${S}@h/?token=${S}#access_token=${S}`, '', []),
    `https://u:${F}@h/?token=${F}#access_token=${F}`,
  ],
  [
    'URL in a URL',
    () => redactor.url(`/?next=${e(`/?token=${S}`)}`, '', []),
    `/?next=${e(`/?token=${F}`)}`,
  ],
  [
    'query',
    () => redactor.query({ token: S, a: [`x?token=${S}`] }, '', []),
    { token: F, a: [`x?token=${F}`] },
  ],
  ['authorization', () => header('authorization', `Bearer ${S}`), `Bearer ${F}`],
  ['header', () => header('x-api-key', S), F],
  ['cookie', () => header('cookie', `sid=${S}; a=b`), `sid=${F}; a=${F}`],
  ['set-cookie', () => header('set-cookie', `sid=${S}; Path=/`), `sid=${F}; Path=/`],
  ['referer', () => header('referer', `https://x/?token=${S}`), `https://x/?token=${F}`],
  [
    'GraphQL literal',
    () => redactor.value({ query: `{ a(pin: 1234, token: "${S}") }` }, '', []),
    { query: `{ a(pin: "${F}", token: "${F}") }` },
  ],
  [
    'GraphQL variable',
    () => redactor.value({ query: login, variables: { p: S } }, '', []),
    { query: login, variables: { p: F } },
  ],
  [
    'text',
    () => redactor.text(`token=${S} Bearer a1b2c3d4e5 postgres://u:${S}@h`, '', []),
    `token=${F} Bearer ${F} postgres://u:${F}@h`,
  ],
  [
    'JSON in text',
    () => redactor.text('Bad: {"otp":123456,"tokens":["x"]}', '', []),
    `Bad: {"otp":${F},"tokens":${F}}`,
  ],
  [
    'header in text',
    () => redactor.text('sent X-Api-Key: abc\n', '', []),
    `sent X-Api-Key: ${F}\n`,
  ],
  [
    'command, XML',
    () => redactor.text(`x --token ${S} <pwd>${S}</pwd>`, '', []),
    `x --token ${F} <pwd>${F}</pwd>`,
  ],
];
for (const [place, made, expected] of places) {
  test(`the mask stands in: ${place}`, () => assert.deepEqual(made(), expected));
}

test('an address with a mask is left as it is by a redactor with another one', () => {
  for (const mask of ['[redacted:key]', F]) {
    const url = `https://u:${mask}@h/?token=${mask}&a=1#access_token=${mask}`;
    const headers = {
      authorization: `Bearer ${mask}`,
      cookie: `sid=${mask}; a=${mask}`,
      'set-cookie': `sid=${mask}; Path=/`,
      'x-api-key': mask,
    };
    const masked: Masked[] = [];
    for (const other of [usual, redactor, createRedactor({ mask: 'XXX' })]) {
      assert.equal(other.url(url, '', masked), url);
      assert.deepEqual(other.headers(headers, '', masked), headers);
      assert.deepEqual(other.query({ token: mask }, '', masked), { token: mask });
    }
    assert.deepEqual(masked, []);
  }
});

// So an entry that an app sealed with this mask passes a collector with the defaults.
test('what was redacted with this mask is left as it is with the usual one', () => {
  const runs = { numRuns: Number(process.env.WHODID_PROPERTY_RUNS ?? 400) };
  fc.assert(
    fc.property(treacherousJson, treacherousText, (value, text) => {
      const masked: Masked[] = [];
      const [data, message] = [redactor.value(value, '', []), redactor.text(text, '', [])];
      assert.deepEqual(usual.json(JSON.parse(JSON.stringify(data)), '', masked), data);
      assert.equal(usual.text(message, '', masked), message);
      assert.deepEqual(masked, []);
    }),
    runs,
  );
});
