import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Draft, RawBody } from '@whodid/core';
import { Draw } from './draw.ts';

// Drafts with a secret in them, composed of a row of the redaction table (how the secret is known),
// an encoding, a container and a position.

/** A draft, what must not be in the entry that is made of it, and how it was composed. */
export interface Planted {
  readonly draft: Draft;
  readonly secret: string;
  readonly recipe: string;
}

const names = [
  ...[
    'password',
    'newPassword',
    'user_password',
    'PassWord',
    'passwd',
    'pwd',
    'passphrase',
    'secret',
  ],
  ...[
    'clientSecret',
    'api_key',
    'x-api-key',
    'access_token',
    'refreshToken',
    'id-token',
    'authToken',
  ],
  ...['sessionId', 'csrfToken', 'privateKey', 'encryption_key', 'otp', 'verificationCode', 'ssn'],
  ...['cardNumber', 'securityAnswer', 'passwordConfirmation', 'password2', 'PASSWORD_HASH', 'jwt'],
  ...['totp_secret', 'db.password', 'userpassword', 'passw\u043erd', 'p\u00e1ssword', 'contraseña'],
  ...[
    'credentials',
    'magicLink',
    'backupCode',
    'accountKey',
    'client_assertion',
    'AWS_SECRET_ACCESS_KEY',
  ],
] as const;

/** How a secret is known by its form: the text around it, and the secret. */
type Formed = (draw: Draw) => { readonly text: string; readonly secret: string };

const forms: Readonly<Record<string, Formed>> = {
  github: (draw) => whole(`ghp_${draw.letters(36)}`),
  aws: (draw) => whole(`AKIA${draw.letters(16).toUpperCase()}`),
  google: (draw) => whole(`AIza${draw.letters(35)}`),
  gitlab: (draw) => whole(`glpat-${draw.letters(20)}`),
  slack: (draw) => whole(`xoxb-${draw.letters(24)}`),
  stripe: (draw) => whole(`sk_live_${draw.letters(24)}`),
  npm: (draw) => whole(`npm_${draw.letters(36)}`),
  openai: (draw) => whole(`sk-proj-${draw.letters(32)}`),
  jwt: (draw) => {
    const secret = draw.letters(32);
    return { text: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ${secret}.${draw.letters(43)}`, secret };
  },
  pan: (draw) => {
    const digits = draw.pan();
    const parted = digits.replace(/(\d{4})(?=\d)/g, `$1${draw.of([' ', '-', '\u00a0'])}`);
    return { text: draw.chance(0.5) ? digits : parted, secret: digits.slice(0, 12) };
  },
  pem: (draw) => {
    const secret = draw.letters(40);
    return {
      text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\nabc\n-----END RSA PRIVATE KEY-----`,
      secret,
    };
  },
  postgres: (draw) => {
    const secret = draw.letters(20);
    return { text: `postgres://app:${secret}@db.internal:5432/shop`, secret };
  },
  bearer: (draw) => {
    const secret = draw.letters(28);
    return { text: `Bearer ${secret}`, secret };
  },
  sas: (draw) => {
    const secret = draw.letters(43);
    return { text: `https://a.blob.core.windows.net/c?sv=2024&sig=${secret}`, secret };
  },
};

function whole(text: string): { text: string; secret: string } {
  return { text, secret: text };
}

/** The next composition. The same numbers give the same one. */
export function plantedDraft(random: () => number): Planted {
  const draw = new Draw(random);
  return draw.chance(0.3) ? formedDraft(draw) : namedDraft(draw);
}

/* What is secret by its form, under harmless names. */

const formedPlaces: Readonly<Record<string, (text: string, draw: Draw) => Partial<Draft>>> = {
  message: (text, draw) => ({ message: `${draw.words(3)} ${text} ${draw.words(2)}` }),
  reason: (text) => ({ reason: text }),
  data: (text, draw) => ({ data: positioned({ note: text }, draw) }),
  'data in a text': (text, draw) => ({ data: { note: `${draw.words(4)}: ${text}.` } }),
  'data as a key': (text) => ({ data: { [text]: 1 } }),
  'json in a string': (text, draw) => ({ data: { payload: nested({ note: text }, draw) } }),
  'base64 json': (text) => ({ data: { payload: base64({ note: text }) } }),
  error: (text) => ({ data: new Error(`no answer: ${text}`) }),
  'error cause': (text) => ({ data: { error: new Error('outer', { cause: new Error(text) }) } }),
  map: (text) => ({ data: new Map([['note', [text]]]) }),
  set: (text) => ({ data: new Set([text]) }),
  change: (text) => ({
    change: {
      type: 'UPDATE',
      model: 'note',
      fields: [{ name: 'text', old: text, new: `${text} x` }],
    },
  }),
  target: (text) => ({ targets: [{ type: 'note', id: '17', name: text }] }),
  actor: (text) => ({ actor: { type: 'user', id: 'u-17', name: text, info: { about: text } } }),
  'json body': (text, draw) =>
    withBody(JSON.stringify(positioned({ note: text }, draw)), 'application/json', draw),
  'text body': (text, draw) => withBody(`${draw.words(3)} ${text}`, 'text/plain', draw),
  'form body': (text, draw) => withBody(`a=1&note=${encodeURIComponent(text)}`, formType, draw),
  'url parameter': (text, draw) => withUrl(`/search?page=2&text=${percent(text, draw)}&a=1`),
  'url path': (text) => withUrl(`/notes/${encodeURIComponent(text)}/edit`),
  'user agent': (text) => withHeaders({ 'user-agent': `Agent ${text.replaceAll('\n', ' ')}` }),
  'graphql literal': (text, draw) =>
    withBody(
      JSON.stringify({ query: `{ note(text: ${JSON.stringify(text)}) { id } }` }),
      'application/json',
      draw,
    ),
  'graphql variable': (text, draw) =>
    withBody(
      JSON.stringify({ query: 'query Q($t: String) { note(text: $t) }', variables: { t: text } }),
      'application/json',
      draw,
    ),
  'at the limit': (text, draw) => ({
    data: { note: `${draw.filler(8192 - draw.whole(80))} ${text}` },
  }),
};

function formedDraft(draw: Draw): Planted {
  const form = draw.of(Object.keys(forms));
  const place = draw.of(Object.keys(formedPlaces));
  const { text, secret } = (forms[form] as Formed)(draw);
  const parts = (formedPlaces[place] as (text: string, draw: Draw) => Partial<Draft>)(text, draw);
  return { draft: { action: 'campaign.plant', ...parts }, secret, recipe: `${form}, ${place}` };
}

/* What is secret by its name. */

interface Named {
  readonly name: string;
  readonly secret: string;
  readonly draw: Draw;
}

const namedPlaces: Readonly<Record<string, (named: Named) => Partial<Draft>>> = {
  data: ({ name, secret, draw }) => ({ data: positioned({ [name]: secret }, draw) }),
  'data, subtree': ({ name, secret }) => ({
    data: { [name]: { value: secret, password: secret } },
  }),
  'data, list': ({ name, secret }) => ({ data: { [name]: [secret, [secret]] } }),
  'data, named value': ({ name, secret, draw }) => ({
    data: [{ [draw.of(['name', 'key', 'field', 'path'])]: name, value: secret }],
  }),
  'json in a string': ({ name, secret, draw }) => ({
    data: positioned({ payload: nested({ [name]: secret }, draw) }, draw),
  }),
  'base64 json': ({ name, secret, draw }) => ({
    data: positioned({ payload: base64({ a: 1, [name]: secret }) }, draw),
  }),
  'base64 of json in a string': ({ name, secret, draw }) => ({
    data: { payload: base64({ x: nested({ [name]: secret }, draw, 1) }) },
  }),
  map: ({ name, secret }) => ({
    data: {
      map: new Map<unknown, unknown>([
        ['a', 1],
        [name, secret],
      ]),
    },
  }),
  'map in a set': ({ name, secret }) => ({ data: new Set([new Map([[name, [secret]]])]) }),
  'url search params': ({ name, secret }) => ({
    data: {
      query: new URLSearchParams([
        ['page', '2'],
        [name, secret],
      ]),
    },
  }),
  'form data': ({ name, secret }) => {
    const form = new FormData();
    form.set(name, secret);
    return { data: { form } };
  },
  headers: ({ secret, draw }) => ({
    data: {
      headers: new Headers({
        [draw.of(['authorization', 'x-api-key', 'cookie', 'x-auth-token'])]: secret,
      }),
    },
  }),
  change: ({ name, secret, draw }) => ({
    change: {
      type: 'UPDATE',
      model: 'user',
      fields: [
        { name: 'city', new: 'Bonn' },
        { name, old: secret, new: [secret, draw.words(1)] },
      ],
    },
  }),
  'actor info': ({ name, secret }) => ({
    actor: { type: 'user', id: 'u', info: { [name]: secret } },
  }),
  buffer: ({ secret }) => ({
    data: { bytes: Buffer.from(secret), list: new Uint8Array(Buffer.from(secret)) },
  }),
  'json body': ({ name, secret, draw }) =>
    withBody(
      jsonSource(positioned({ [name]: secret, b: 1 }, draw), name, draw),
      'application/json; charset=utf-8',
      draw,
    ),
  'json body, nested': ({ name, secret, draw }) =>
    withBody(
      JSON.stringify(positioned({ a: nested({ [name]: secret }, draw) }, draw)),
      'application/json',
      draw,
    ),
  'json body, twice': ({ name, secret, draw }) =>
    withBody(`{"${name}":"${secret}","${name}":"${secret}"}`, 'application/json', draw),
  'json body, cut': ({ name, secret, draw }) => {
    const text = JSON.stringify({ a: draw.words(2), b: [{ [name]: secret }], c: 1 });
    const end = text.indexOf(secret) + 1 + draw.whole(secret.length + 4);
    return withBody(text.slice(0, end), 'application/json', draw);
  },
  'json as text': ({ name, secret, draw }) =>
    withBody(JSON.stringify({ [name]: secret }), draw.of(['text/plain', undefined]), draw),
  'utf-16 body': ({ name, secret }) =>
    http({
      body: new RawBody(
        Buffer.from(JSON.stringify({ [name]: secret }), 'utf16le'),
        'application/json',
      ),
    }),
  ndjson: ({ name, secret, draw }) =>
    withBody(
      `{"a":1}\n${JSON.stringify({ [name]: secret })}\n{"b":2}`,
      'application/x-ndjson',
      draw,
    ),
  form: ({ name, secret, draw }) =>
    withBody(`user=ada&${percent(name, draw)}=${secret}&page=2`, formType, draw),
  'form, brackets': ({ name, secret, draw }) =>
    withBody(
      `user[${name}]=${secret}&user%5B${encodeURIComponent(name)}%5D=${secret}`,
      formType,
      draw,
    ),
  multipart: ({ name, secret, draw }) => {
    const part = (field: string, text: string) =>
      `--X\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${text}\r\n`;
    const text = `${part('city', 'London')}${part(name, secret)}${part('json', JSON.stringify({ [name]: secret }))}--X--`;
    return withBody(text, 'multipart/form-data; boundary=X', draw);
  },
  'graphql variable': ({ name, secret, draw }) =>
    withBody(
      JSON.stringify(
        batched(
          {
            query: `mutation M($p: String!, $q: Int) { ${draw.of(['', 'a: '])}login(${argument(name)}: $p, page: $q) { id } }`,
            variables: { p: secret, q: 2 },
          },
          draw,
        ),
      ),
      'application/json',
      draw,
    ),
  'graphql input field': ({ name, secret, draw }) =>
    withBody(
      JSON.stringify(
        batched(
          {
            query: `mutation M($p: String) { save(input: {name: "x", deep: [{${argument(name)}: $p}]}) }`,
            variables: { p: secret },
          },
          draw,
        ),
      ),
      'application/json',
      draw,
    ),
  'graphql literal': ({ name, secret, draw }) =>
    withBody(
      JSON.stringify(
        batched(
          {
            query: `mutation { save(input: {a: 1, ${argument(name)}: ${draw.of([`"${secret}"`, `"""${secret}"""`, `["${secret}"]`])}}) { id } }`,
          },
          draw,
        ),
      ),
      'application/json',
      draw,
    ),
  'graphql default': ({ name, secret, draw }) =>
    withBody(
      JSON.stringify({ query: `query Q($p: String = "${secret}") { a(${argument(name)}: $p) }` }),
      'application/json',
      draw,
    ),
  'graphql persisted': ({ secret, draw }) =>
    withBody(
      JSON.stringify(
        batched(
          {
            variables: { p: secret, o: { a: [secret] } },
            extensions: { persistedQuery: { version: 1, sha256Hash: 'ab12' } },
          },
          draw,
        ),
      ),
      'application/json',
      draw,
    ),
  'graphql unreadable': ({ secret, draw }) =>
    withBody(
      JSON.stringify({
        query: `mutation { save(${draw.of(['', 'a: ^', '{'])}`,
        variables: { p: secret },
      }),
      'application/json',
      draw,
    ),
  'graphql body': ({ name, secret, draw }) =>
    withBody(
      `mutation { login(${argument(name)}: "${secret}") { id } }`,
      'application/graphql',
      draw,
    ),
  'graphql over get': ({ name, secret }) =>
    withUrl(
      `/graphql?query=${encodeURIComponent(`query Q($p: String) { a(${argument(name)}: $p) }`)}&variables=${encodeURIComponent(JSON.stringify({ p: secret }))}`,
    ),
  header: ({ secret, draw }) =>
    withHeaders({
      [draw.of([
        'authorization',
        'X-Api-Key',
        'x-vault-token',
        'Proxy-Authorization',
        'x-csrf-token',
        'x-acme-sso',
        'x-amz-security-token',
      ])]: draw.of([secret, `Bearer ${secret}`, `Basic ${btoa(secret)}`]),
    }),
  cookie: ({ name, secret, draw }) =>
    withHeaders({
      cookie: `theme=dark; ${draw.of(['sid', encodeURIComponent(name), 'x'])}=${secret}`,
    }),
  'set-cookie': ({ secret }) =>
    withHeaders({ 'set-cookie': [`sid=${secret}; HttpOnly; Path=/`, `a=${secret}`] }),
  'referer, location': ({ name, secret, draw }) =>
    withHeaders({
      referer: `https://x/?${percent(name, draw)}=${secret}`,
      location: `/cb?${encodeURIComponent(name)}=${secret}&page=2`,
    }),
  'url parameter': ({ name, secret, draw }) =>
    withUrl(`/cb?page=2&${percent(name, draw)}=${secret}${draw.of(['', '#x', '&b=1'])}`),
  'url fragment': ({ name, secret }) =>
    withUrl(`/cb#${encodeURIComponent(name)}=${secret}&state=1`),
  'url user info': ({ secret }) => withUrl(`https://u:${secret}@shop.example/x`),
  'url in a url': ({ name, secret, draw }) =>
    withUrl(`/login?next=${percent(`/a?${encodeURIComponent(name)}=${secret}`, draw)}`),
  'url with json': ({ name, secret, draw }) =>
    withUrl(`/a?filter=${percent(JSON.stringify({ [name]: secret }), draw)}`),
  'route parameter': ({ secret }) => ({
    ...http({}),
    http: {
      ...http({}).http,
      method: 'GET',
      url: `/reset/${secret}/x`,
      route: '/reset/:token/x',
    } as never,
  }),
  'text, assignment': ({ name, secret, draw }) => ({
    message: `${draw.words(2)} ${name}${draw.of(['=', ' = ', '="', ': "', '=> "'])}${secret}"`,
  }),
  'text, json': ({ name, secret, draw }) => ({
    message: `${draw.words(2)}: ${textEncoded({ [name]: secret }, draw)} ${draw.words(1)}`,
  }),
  'text, error': ({ name, secret }) => ({
    data: new Error(`Bad: ${JSON.stringify({ a: 1, [name]: secret })}`, {
      cause: new Error(`${name}=${secret}`),
    }),
  }),
  'text, url': ({ name, secret }) => ({
    message: `GET https://x.example/cb?a=1&${encodeURIComponent(name)}=${secret} failed`,
  }),
  'text, connection': ({ secret, draw }) => ({
    message: `cannot open Server=x;Database=y;${draw.of(['Password', 'Pwd'])}=${secret} x;Timeout=5`,
  }),
  'text, xml': ({ name, secret }) => ({
    message: `<a><${argument(name)}>${secret}</${argument(name)}></a>`,
  }),
  'text, command': ({ secret, draw }) => ({
    message: `run x ${draw.of(['--password', '--api-key', '--token'])} ${secret} y`,
  }),
  'text, at the limit': ({ name, secret, draw }) => ({
    message: `${draw.filler(8192 - draw.whole(60))} ${name}=${secret} x`,
  }),
  'query, decoded': ({ name, secret }) => ({
    ...http({}),
    http: { ...http({}).http, url: '/', query: { [name]: [secret] } } as never,
  }),
};

function namedDraft(draw: Draw): Planted {
  const place = draw.of(Object.keys(namedPlaces));
  const name = draw.of(names);
  const secret = `zq7${draw.letters(21)}`;
  const parts = (namedPlaces[place] as (named: Named) => Partial<Draft>)({ name, secret, draw });
  return { draft: { action: 'campaign.plant', ...parts }, secret, recipe: `${name}, ${place}` };
}

/* Positions, encodings, containers. */

function positioned(value: object, draw: Draw): object {
  return draw.of([
    () => value,
    () => ({ user: { deep: { deeper: value } } }),
    () => [value, value],
    () => ({ list: [1, 'x', [value]], other: draw.words(3) }),
    () => ({ a: draw.words(2), ...value, z: [1.5, null, true] }),
  ])();
}

function nested(value: object, draw: Draw, most = 2): string {
  const once = JSON.stringify(value);
  return draw.chance(0.5) || most === 1 ? once : JSON.stringify({ inner: once, b: [2] });
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function percent(text: string, draw: Draw): string {
  const once = encodeURIComponent(text);
  return draw.of([
    () => once,
    () => encodeURIComponent(once),
    () => once.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  ])();
}

// As people and programs write JSON into messages.
function textEncoded(value: object, draw: Draw): string {
  const once = JSON.stringify(value);
  return draw.of([
    () => once,
    () => JSON.stringify(once),
    () => JSON.stringify(JSON.stringify(once)),
    () => encodeURIComponent(once),
    () => encodeURIComponent(encodeURIComponent(once)),
    () => base64(value),
    () => base64([value]),
    () => once.replaceAll('"', '&quot;'),
    () => once.replaceAll('"', '\\u0022'),
    () => once.replaceAll('s', '\\u0073'),
  ])();
}

// The name written with escapes now and then.
function jsonSource(value: object, name: string, draw: Draw): string {
  const source = JSON.stringify(value);
  if (draw.chance(0.5)) return source;
  const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
  return source.replaceAll(`"${name}"`, `"${escaped}"`);
}

function batched(request: object, draw: Draw): unknown {
  return draw.chance(0.25) ? [{ query: '{ me { id } }' }, request] : request;
}

// A name as GraphQL and XML can have it.
function argument(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : 'password';
}

const formType = 'application/x-www-form-urlencoded';

function withBody(text: string, type: string | undefined, draw: Draw): Partial<Draft> {
  const bytes = Buffer.from(text);
  return http({
    body: draw.of([
      () => new RawBody(bytes, type),
      () => new RawBody(bytes, type),
      () => new RawBody(gzipSync(bytes), type, 'gzip'),
      () => new RawBody(deflateSync(bytes), type, 'deflate'),
      () => new RawBody(brotliCompressSync(bytes, { params: { 1: 1 } }), type, 'br'),
    ])(),
  });
}

function withUrl(url: string): Partial<Draft> {
  return {
    kind: 'http.in',
    http: { protocol: 'https', method: 'GET', url, statusCode: 200, durationMs: 1 },
  } as Partial<Draft>;
}

function withHeaders(headers: object): Partial<Draft> {
  return http({ headers });
}

function http(message: object): Partial<Draft> {
  return {
    kind: 'http.in',
    http: {
      protocol: 'https',
      method: 'POST',
      url: '/a',
      statusCode: 200,
      durationMs: 1,
      request: { headers: {}, bodyBytes: 1, ...message },
      response: { headers: {}, bodyBytes: 1, ...message },
    },
  } as Partial<Draft>;
}
