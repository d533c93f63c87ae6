import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  canonicalText,
  createIds,
  createRedactor,
  csvCell,
  type Entry,
  type Json,
  type Masked,
  RawBody,
  seal,
  systemClock,
} from '@whodid/core';
import { bestOfThree } from './best-of-three.ts';

// The rows of the redaction table, by their numbers. `S` is planted where a secret would be; what
// comes out is compared as a whole, so nothing else may change either.

const S = 'hunter2-planted';
const R = '[redacted:key]';
const redactor = createRedactor();

const rowsSeen = new Set<number>();

/** A test of one row, or of several that belong together. */
function row(numbers: number | readonly number[], what: string, check: () => void): void {
  const list = [numbers].flat();
  for (const number of list) rowsSeen.add(number);
  test(`row ${list.join(' and ')}: ${what}`, check);
}

/** An entry of which these fields are given. */
function sealed(fields: object): Entry {
  return seal(
    { action: 'a', ...fields },
    {
      clock: systemClock,
      nextId: createIds(systemClock),
      redactor,
      ambient: {},
      service: { name: 'shop' },
      tenant: 'main',
      producer: { id: 'p', epoch: '0123456789abcdef', seq: 1 },
    },
  );
}

test('every row of the table is here', () => {
  const all = Array.from({ length: 60 }, (_, index) => index + 1);
  assert.deepEqual(
    all.filter((number) => !rowsSeen.has(number)),
    [],
  );
});

function value(input: unknown): Json {
  return redactor.value(input, '', []);
}

function body(text: string | Uint8Array, type: string | undefined, encoding?: string): Json {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return redactor.body(new RawBody(bytes, type, encoding), '', []);
}

function header(name: string, content: string | string[]): string | undefined {
  return redactor.headers({ [name]: content }, '', [])[name.toLowerCase()];
}

function url(text: string, route?: string): string {
  return redactor.url(text, '', [], route);
}

describe('values by name', () => {
  const rows: readonly (readonly [number, unknown, unknown])[] = [
    [1, { password: S }, { password: R }],
    [2, { user: { credentials: { pwd: S } } }, { user: { credentials: { pwd: R } } }],
    [
      3,
      { PassWord: S, pass_word: S, 'pass-word': S },
      { PassWord: R, pass_word: R, 'pass-word': R },
    ],
    [4, { users: [{ token: S }, { token: S }] }, { users: [{ token: R }, { token: R }] }],
    [5, { password: { value: S, hint: S } }, { password: R }],
    [6, { password: [S, 12345678] }, { password: R }],
    [7, { password: null, token: '' }, { password: null, token: '' }],
    [
      8,
      {
        passwordResetRequired: true,
        passwordPolicy: 'min12',
        tokenCount: 42,
        secretary: 'Ann',
        compass: 'N',
        authorId: 7,
      },
      {
        passwordResetRequired: true,
        passwordPolicy: 'min12',
        tokenCount: 42,
        secretary: 'Ann',
        compass: 'N',
        authorId: 7,
      },
    ],
    [9, { 'p\u0430ssword': S }, { 'p\u0430ssword': R }],
    [10, { 'pass\u200bword': S }, { password: R }],
    [13, { payload: `{"password":"${S}"}` }, { payload: `{"password":"${R}"}` }],
    [
      14,
      { payload: JSON.stringify({ inner: JSON.stringify({ password: S }) }) },
      { payload: JSON.stringify({ inner: JSON.stringify({ password: R }) }) },
    ],
    [
      14,
      { payload: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ password: S }) }) }) },
      { payload: JSON.stringify({ a: JSON.stringify({ b: '[redacted:nested]' }) }) },
    ],
    [
      15,
      { data: Buffer.from(JSON.stringify({ password: S })).toString('base64') },
      { data: '[redacted:encoded 40 characters]' },
    ],
  ];
  for (const [number, input, expected] of rows) {
    row(number, JSON.stringify(input).slice(0, 60), () => {
      assert.deepEqual(value(input), expected);
    });
  }
});

describe('bodies', () => {
  const plain = JSON.stringify({ a: 1, password: S });
  const rows: readonly (readonly [number, string, () => Json, unknown])[] = [
    [
      11,
      'escaped key',
      () => body(`{"\\u0070assword":"${S}"}`, 'application/json'),
      { password: R },
    ],
    [
      12,
      'duplicate key',
      () => body(`{"password":"${S}","password":"${S}2"}`, 'application/json'),
      { password: R },
    ],
    [
      16,
      'cut off',
      () => body(`{"a":1,"password":"${S}`, 'application/json'),
      { a: 1, password: R },
    ],
    [
      17,
      'byte order mark',
      () => body(`\ufeff${plain}`, 'application/json'),
      { a: 1, password: R },
    ],
    [
      17,
      'UTF-16LE',
      () => body(Buffer.from(`\ufeff${plain}`, 'utf16le'), 'application/json'),
      { a: 1, password: R },
    ],
    [
      17,
      'UTF-16LE without mark',
      () => body(Buffer.from(plain, 'utf16le'), 'application/json'),
      { a: 1, password: R },
    ],
    [18, 'gzip', () => body(gzipSync(plain), 'application/json', 'gzip'), { a: 1, password: R }],
    [
      18,
      'deflate',
      () => body(deflateSync(plain), 'application/json', 'deflate'),
      { a: 1, password: R },
    ],
    [
      18,
      'brotli',
      () => body(brotliCompressSync(plain), 'application/json', 'br'),
      { a: 1, password: R },
    ],
    [
      20,
      'form',
      () => body('user=a&password=S%21', 'application/x-www-form-urlencoded'),
      `user=a&password=${R}`,
    ],
    [
      21,
      'form, encoded name',
      () => body(`pass%77ord=${S}`, 'application/x-www-form-urlencoded'),
      `pass%77ord=${R}`,
    ],
    [
      21,
      'form, repeated',
      () => body(`password=${S}&password=${S}`, 'application/x-www-form-urlencoded; charset=utf-8'),
      `password=${R}&password=${R}`,
    ],
    [
      22,
      'form, brackets',
      () => body(`user[password]=${S}`, 'application/x-www-form-urlencoded'),
      `user[password]=${R}`,
    ],
    [26, 'JSON as text', () => body(plain, 'text/plain'), { a: 1, password: R }],
    [26, 'JSON without a type', () => body(plain, undefined), { a: 1, password: R }],
  ];
  for (const [number, name, made, expected] of rows) {
    row(number, name, () => assert.deepEqual(made(), expected));
  }

  row(19, 'a gzip bomb is left out in a few milliseconds', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    assert.equal(body(bomb, 'application/json', 'gzip'), '[omitted:too_large]');
    assert.ok(bestOfThree(50, () => body(bomb, 'application/json', 'gzip')) < 50);
  });

  row([23, 24], 'multipart', () => {
    const parts = [
      `--X\r\nContent-Disposition: form-data; name="password"\r\n\r\n${S}\r\n`,
      '--X\r\nContent-Disposition: form-data; name="city"\r\n\r\nLondon\r\n',
      `--X\r\nContent-Disposition: form-data; name="x"; name*=UTF-8''pass%77ord\r\n\r\n${S}\r\n`,
      `--X\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n${S}\r\n--X--\r\n`,
    ];
    const fields = body(parts.join(''), 'multipart/form-data; boundary=X') as {
      [name: string]: Json;
    };
    assert.deepEqual(fields, {
      password: R,
      city: 'London',
      photo: {
        filename: 'a.png',
        type: 'image/png',
        bytes: S.length,
        sha256: (fields.photo as { sha256: string }).sha256,
      },
    });
    assert.match((fields.photo as { sha256: string }).sha256, /^[0-9a-f]{64}$/);
  });

  row(25, 'XML is left out with its size and hash', () => {
    const kept = body(`<Password>${S}</Password>`, 'text/xml');
    assert.match(String(kept), /^\[omitted:type text\/xml 36 B sha256:[0-9a-f]{16}\]$/);
  });

  test('what is no JSON although it says so is left out', () => {
    assert.equal(body(`password is ${S}`, 'application/json'), '[redacted:unparsed]');
  });
});

describe('headers', () => {
  row(27, 'the scheme is kept, the credential not', () => {
    assert.equal(header('Authorization', `Bearer ${S}`), `Bearer ${R}`);
    assert.equal(header('AUTHORIZATION', 'Basic dTpoLXBsYW50ZWQ='), `Basic ${R}`);
    assert.equal(header('authorization', `${S} x`), R);
  });

  row([28, 29], 'names of cookies and attributes', () => {
    assert.equal(header('Cookie', `sid=${S}; theme=dark`), `sid=${R}; theme=${R}`);
    assert.equal(
      header('Set-Cookie', [`sid=${S}; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT`, `a=${S}`]),
      `sid=${R}; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT, a=${R}`,
    );
    assert.equal(header('Cookie', S), R);
  });

  for (const name of [
    ...['x-api-key', 'X-Vault-Token', 'x-amz-security-token', 'Proxy-Authorization'],
    ...['x-forwarded-client-cert', 'x-csrf-token', 'x-session-id'],
  ]) {
    row(30, name, () => assert.equal(header(name, S), R));
  }

  row(31, 'a header that is not on the list is left out', () => {
    assert.equal(header('x-acme-sso', S), undefined);
  });

  row(37, 'referer and location follow the rules for URLs', () => {
    assert.equal(header('Referer', `https://x/?token=${S}`), `https://x/?token=${R}`);
    assert.equal(
      header('Location', `/cb?access_token=${S}&page=2`),
      `/cb?access_token=${R}&page=2`,
    );
  });
});

describe('URLs', () => {
  const rows: readonly (readonly [number, string, string, string?])[] = [
    [32, `/cb?access_token=${S}&page=2`, `/cb?access_token=${R}&page=2`],
    [33, `/?access%5Ftoken=${S}`, `/?access%5Ftoken=${R}`],
    [33, `/?access_token=${S}#frag`, `/?access_token=${R}#frag`],
    [33, `/?%2561ccess_token=${S}`, `/?%2561ccess_token=${R}`],
    [33, `/?password[$ne]=${S}`, `/?password[$ne]=${R}`],
    [33, `/?user%5Bpassword%5D%5Bx%5D=${S}`, `/?user%5Bpassword%5D%5Bx%5D=${R}`],
    [
      33,
      `/?next=%252Flogin%253Ftoken%253D${S}`,
      `/?next=${encodeURIComponent(`/login?token=${R}`)}`,
    ],
    [33, '/?next=%252Flogin%253Fpage%253D2', '/?next=%252Flogin%253Fpage%253D2'],
    [33, `/a%253Ftoken%253D${S}`, `/${encodeURIComponent(`a?token=${R}`)}`],
    [33, `/cb#access_token=${S}&state=1`, `/cb#access_token=${R}&state=1`],
    [34, `https://u:${S}@host/x`, `https://u:${R}@host/x`],
    [35, `/reset-password/${S}`, '/reset-password/:token', '/reset-password/:token'],
    [35, `/api/orders/17/${S}`, '/api/orders/17/:token', '/orders/:id/:token'],
    [35, '/orders/17', '/orders/17', '/orders/:id'],
    [35, `/reset/${S}/`, '/reset/:token/', '/reset/:token'],
    [35, `/reset//${S}//`, '/reset//:token//', '/reset/:token'],
    [35, `/reset/${S}`, '/reset/:token', '/reset/:token?'],
    [35, `/reset/${S}`, '/reset/:token', '/reset/:token{/:step}'],
    [35, `/en/reset/${S}`, '/en/reset/:token', '/:lang/reset{/:page}/:token'],
    [35, '/orders/17', '/orders/17', '/orders/:id/:token?'],
    [35, `/files/${S}/a/b/c`, '/files/:token/a/b/c', '/files/:token/*path'],
    [35, `/files/a/b/${S}`, '/files/a/b/:token', '/files/*path/:token'],
    [35, `/reset/${S}/${S}`, '/reset/*token/*token', '/reset/*token'],
    [35, `/reset/pre-${S}.html`, '/reset/pre-:token.html', '/reset/pre-:token.html'],
    [35, `/reset/${S}`, '/reset/{token}', '/reset/{token}'],
    [
      36,
      `https://b.s3.amazonaws.com/k?X-Amz-Credential=${S}&X-Amz-Date=20260801&X-Amz-Signature=${S}`,
      `https://b.s3.amazonaws.com/k?X-Amz-Credential=${R}&X-Amz-Date=20260801&X-Amz-Signature=${R}`,
    ],
    [
      36,
      `https://a.blob.core.windows.net/c?sv=2024&sig=${S}`,
      `https://a.blob.core.windows.net/c?sv=2024&sig=${R}`,
    ],
  ];
  for (const [number, input, expected, route] of rows) {
    row(number, input.replaceAll(S, 'S'), () => assert.equal(url(input, route), expected));
  }
});

describe('odd values', () => {
  row([42, 43], 'accessors are not called', () => {
    let called = 0;
    const object = {
      get thrower(): string {
        throw new Error(S);
      },
      get counter(): number {
        called += 1;
        return called;
      },
    };
    assert.deepEqual(value(object), { thrower: '[accessor]', counter: '[accessor]' });
    assert.equal(called, 0);
  });

  row(44, 'proxies are not asked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = new Proxy(
      {},
      { ownKeys: () => assert.fail(), getPrototypeOf: () => assert.fail() },
    );
    const heir: unknown = Object.create(thrower, { a: { value: 1, enumerable: true } });
    assert.deepEqual(value({ proxy, thrower, heir, list: [proxy] }), {
      proxy: '[proxy]',
      thrower: '[proxy]',
      heir: { a: 1 },
      list: ['[proxy]'],
    });
  });

  row(45, 'cycles and deep nesting', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = [cycle];
    assert.deepEqual(value(cycle), { self: ['[circular]'] });
    const shared = { a: 1 };
    assert.deepEqual(value([shared, shared]), [{ a: 1 }, { a: 1 }]);
    let deep: unknown = S;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const text = JSON.stringify(value(deep));
    assert.ok(text.includes('[depth>32]'));
    assert.ok(!text.includes(S));
  });

  row(46, 'toJSON is not called', () => {
    const object = { a: 1, toJSON: () => assert.fail() };
    assert.deepEqual(value(object), { a: 1, toJSON: '[function toJSON]' });
  });

  row(47, 'known collections are walked', () => {
    const form = new FormData();
    form.set('password', S);
    assert.deepEqual(
      value({
        map: new Map<unknown, unknown>([
          ['password', S],
          [1, 'one'],
        ]),
        set: new Set([{ token: S }]),
        headers: new Headers({ 'X-Api-Key': S }),
        parameters: new URLSearchParams({ token: S, page: '2' }),
        form,
      }),
      {
        map: { password: R, 1: 'one' },
        set: [{ token: R }],
        headers: { 'x-api-key': R },
        parameters: { token: R, page: '2' },
        form: { password: R },
      },
    );
  });

  row(48, 'bytes become their size and hash', () => {
    for (const bytes of [
      Buffer.from(S),
      new Uint8Array(7),
      new DataView(new ArrayBuffer(7)),
      new ArrayBuffer(7),
    ]) {
      assert.match(String(value(bytes)), /^\[binary \d+ B sha256:[0-9a-f]{16}\]$/);
    }
    assert.match(
      String(value(JSON.parse(JSON.stringify(Buffer.from(S))))),
      /^\[binary 15 B sha256:/,
    );
  });

  row(49, 'what JSON has no word for', () => {
    assert.deepEqual(
      value([
        1n,
        Symbol('s'),
        function named() {},
        Number.NaN,
        -0,
        new Date(Number.NaN),
        undefined,
      ]),
      ['1n', '[symbol s]', '[function named]', '[NaN]', 0, '[invalid date]', null],
    );
    assert.deepEqual(value([new Date(0), new URL(`https://u:${S}@x/`), new String('text')]), [
      '1970-01-01T00:00:00.000Z',
      `https://u:${R}@x/`,
      'text',
    ]);
  });

  row(50, 'errors without what libraries hang on them', () => {
    const error = new Error(`no answer from https://u:${S}@db`, { cause: new TypeError('inner') });
    Object.assign(error, { config: { headers: { Authorization: S } }, code: 'ECONNREFUSED' });
    const kept = value(new AggregateError([error], 'all')) as unknown as {
      [name: string]: string;
      errors: never;
    };
    const inner = (kept.errors as { [name: string]: string }[])[0] ?? {};
    assert.equal(kept.name, 'AggregateError');
    assert.equal(inner.message, `no answer from https://u:${R}@db`);
    assert.equal(inner.code, 'ECONNREFUSED');
    assert.equal((inner.cause as unknown as { name: string }).name, 'TypeError');
    assert.ok(inner.stack?.includes('table.test.ts'));
    assert.ok(!JSON.stringify(kept).includes(S));
  });

  row(51, 'names that mean something to JavaScript are names like any other', () => {
    const input: unknown = JSON.parse(
      `{"__proto__":{"polluted":true,"password":"${S}"},"constructor":{"prototype":{"polluted":1}}}`,
    );
    const kept = value(input) as object;
    assert.equal(Object.getPrototypeOf(kept), Object.prototype);
    assert.equal(
      JSON.stringify(kept),
      `{"__proto__":{"password":"${R}","polluted":true},"constructor":{"prototype":{"polluted":1}}}`,
    );
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  row(52, 'of a class only own enumerable data', () => {
    class Document {
      readonly name = 'Ada';
      readonly password: string = S;
      #hidden = S;
      constructor() {
        Object.defineProperty(this, 'internal', { value: S, enumerable: false });
      }
      get hidden(): string {
        return this.#hidden;
      }
    }
    assert.deepEqual(value(new Document()), { name: 'Ada', password: R });
  });

  row(53, 'long texts take milliseconds', () => {
    const long = `${'a'.repeat(100_000)}!`;
    const given = { a: long, b: long, c: [long], d: { long } };
    const kept = value(given) as { a: string };
    assert.ok(bestOfThree(50, () => value(given)) < 50);
    assert.ok(Buffer.byteLength(kept.a) <= 8192);
    assert.ok(kept.a.endsWith('…[cut, 100001 characters]'), kept.a.slice(-40));
  });
});

describe('free text', () => {
  const jwt =
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----';
  const rows: readonly (readonly [number, string, string])[] = [
    [54, 'card 4111 1111 1111 1111 exp', 'card [redacted:pan …1111] exp'],
    [54, 'card 4111-1111-1111-1111 exp', 'card [redacted:pan …1111] exp'],
    [54, 'card 4111\u00a01111\u00a01111\u00a01111 exp', 'card [redacted:pan …1111] exp'],
    [54, 'card 378282246310005.', 'card [redacted:pan …0005].'],
    [55, 'order 4111111111111112', 'order 4111111111111112'],
    [55, 'id 41111111-1111-4111-8111-111111111111', 'id 41111111-1111-4111-8111-111111111111'],
    [55, 'trace 4bf92f3577b34da6a3ce929d0e0e4736', 'trace 4bf92f3577b34da6a3ce929d0e0e4736'],
    [56, `got ${jwt}, sorry`, 'got [redacted:jwt], sorry'],
    [56, 'key AKIAIOSFODNN7EXAMPLE', 'key [redacted:aws-key]'],
    [56, `ghp_${'a'.repeat(36)} x`, '[redacted:github-token] x'],
    [56, 'xoxb-1234567890-abcdef', '[redacted:slack-token]'],
    [56, 'sk_live_51H8xyzABCDEF', '[redacted:stripe-key]'],
    [56, `a\n${pem}\nb`, 'a\n[redacted:private-key]\nb'],
    [57, `connect postgres://u:${S}@h/db failed`, `connect postgres://u:${R}@h/db failed`],
    [57, 'mongodb://u:p@ss/w#rd@h1,h2/db', `mongodb://u:${R}@h1,h2/db`],
    [57, 'Server=x;Password=abc;Timeout=5', `Server=x;Password=${R};Timeout=5`],
    [54, 'cvv=123 4111 1111 1111 1111', `cvv=${R} [redacted:pan …1111]`],
    [54, 'card_number=4111 1111 1111 1111 x', `card_number=${R} x`],
    [27, 'sent Authorization: Bearer abc to x', `sent Authorization: Bearer ${R}`],
    [27, 'curl -H "Authorization: Bearer abc" x', `curl -H "Authorization: Bearer ${R}" x`],
    [32, `GET /cb?access_token=${S}&page=2 failed`, `GET /cb?access_token=${R}&page=2 failed`],
    [
      39,
      `mutation { login(password: "${S}") { id } }`,
      `mutation { login(password: "${R}") { id } }`,
    ],
  ];
  for (const [number, input, expected] of rows) {
    row(number, input.slice(0, 50), () => {
      const masked: Masked[] = [];
      assert.equal(redactor.text(input, 'message', masked), expected);
      assert.equal(masked.length > 0, input !== expected);
    });
  }

  for (const harmless of [
    'Bearer authentication is used',
    'the password was wrong',
    'a=1 b=2 c==d tokenCount=5',
    'see https://medium.com/@ada/x and http://[::1]:80/',
    'at 2026-08-01T12:00:00.000Z, 20260801120000',
    'cookie: a small file',
    'Basic training: passed',
  ]) {
    test(`unchanged: ${harmless}`, () => assert.equal(redactor.text(harmless, '', []), harmless));
  }

  row(58, 'control characters are kept as data, in one line', () => {
    const agent = 'x\r\n{"actor":"admin"}\0\u001b[2J\u202e';
    assert.equal(redactor.text(agent, '', []), agent);
    const entry = sealed({ client: { ip: '::1', userAgent: agent }, message: agent });
    const text = canonicalText(entry);
    assert.equal(entry.message, agent);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(entry)));
    assert.ok([...text].every((character) => character >= ' '));
    assert.ok(text.includes('\\r\\n{\\"actor\\":\\"admin\\"}\\u0000\\u001b[2J'));
  });

  for (const [cell, expected] of [
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@x', `"'@x"`],
    ['\tx', `"'\tx"`],
    ['\rx', `"'\rx"`],
    [' =1+1', `"' =1+1"`],
    ['\uff1d1+1', `"'\uff1d1+1"`],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    ['plain = text', 'plain = text'],
    ['', ''],
  ] as const) {
    row(59, JSON.stringify(cell), () => {
      assert.equal(csvCell(cell), expected);
      assert.equal(redactor.text(cell, '', []), cell);
      assert.deepEqual(sealed({ data: { cell } }).data, { cell });
    });
  }

  row(60, 'a lone surrogate becomes U+FFFD', () => {
    assert.equal(redactor.text('a\ud800b \u{1f600}', '', []), 'a\ufffdb \u{1f600}');
    assert.deepEqual(value({ 'k\udc00': 'v' }), { 'k\ufffd': 'v' });
    const entry = sealed({
      message: '\udc00',
      data: ['\ud83d'],
      targets: [{ type: '\ud800', id: 'x' }],
    });
    assert.deepEqual(
      [entry.message, entry.data, entry.targets?.[0]?.type],
      ['\ufffd', ['\ufffd'], '\ufffd'],
    );
    assert.ok(Buffer.from(canonicalText(entry)).toString('utf8') === canonicalText(entry));
  });

  for (const markup of [
    '<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '<script>1</script>',
  ]) {
    row(60, `${markup} is kept as text`, () => {
      assert.equal(redactor.text(markup, '', []), markup);
      assert.equal(url(markup), markup);
      assert.deepEqual(value({ [markup]: markup }), { [markup]: markup });
    });
  }
});

describe('GraphQL', () => {
  const login = 'mutation L($p: String!) { login(password: $p) { id } }';
  const json = (request: unknown): Json => body(JSON.stringify(request), 'application/json');

  row(38, 'a variable is masked by the argument that it feeds', () => {
    assert.deepEqual(json({ query: login, variables: { p: S } }), {
      query: login,
      variables: { p: R },
    });
  });

  row(39, 'a literal is replaced in the text of the query', () => {
    const query = (password: string): string =>
      `mutation { login(password: "${password}") { id } }`;
    assert.deepEqual(json({ query: query(S) }), { query: query(R) });
    assert.equal(body(query(S), 'application/graphql'), query(R));
  });

  row(40, 'a batch, and an input object', () => {
    const query = (password: string): string =>
      `mutation { login(input: {newPwd: "${password}"}) }`;
    assert.deepEqual(json([{ query: query(S) }, { query: login, variables: { p: S } }]), [
      { query: query(R) },
      { query: login, variables: { p: R } },
    ]);
  });

  row(41, 'of a persisted query only the names of its variables are kept', () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'ecf4edb46db40b51' } };
    assert.deepEqual(json({ variables: { p: S, page: 2 }, extensions }), {
      variables: { p: '[omitted:unmapped]', page: '[omitted:unmapped]' },
      extensions,
    });
  });
});
