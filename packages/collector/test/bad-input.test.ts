import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { movingClock } from './moving-clock.ts';
import {
  type Ask,
  json,
  onDisk,
  problemOf,
  receiptsOf,
  startCollector,
  withKey,
} from './start-collector.ts';

const type = { 'content-type': 'application/json' };
const zeros = Buffer.alloc(64 * 1024 * 1024);

interface Row {
  readonly name: string;
  readonly path?: string;
  readonly init?: RequestInit;
  readonly expected: readonly [status: number, code: string];
}

function post(body: string | Buffer, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body: body as BodyInit, headers: { ...type, ...headers } };
}

const rows: readonly Row[] = [
  { name: 'broken JSON', init: post('{"action":'), expected: [400, 'BODY_INVALID'] },
  { name: 'a broken list', init: post('[{"action":"a"},'), expected: [400, 'BODY_INVALID'] },
  { name: 'nothing', init: post(''), expected: [400, 'BODY_INVALID'] },
  { name: 'not UTF-8', init: post(Buffer.from([0x7b, 0xff])), expected: [400, 'BODY_INVALID'] },
  {
    name: 'an entry of 10 MB',
    init: post(JSON.stringify({ action: 'a', data: 'x'.repeat(10_000_000) })),
    expected: [413, 'BODY_TOO_LARGE'],
  },
  {
    name: 'a list with an entry of 10 MB',
    init: post(JSON.stringify([{ action: 'a' }, { action: 'a', data: 'x'.repeat(10_000_000) }])),
    expected: [413, 'BODY_TOO_LARGE'],
  },
  {
    name: 'more than a thousand entries',
    init: post(`[${'{"action":"a"},'.repeat(1000)}{"action":"a"}]`),
    expected: [413, 'TOO_MANY_ENTRIES'],
  },
  { name: 'a text for an entry', init: post('"hello"'), expected: [422, 'ENTRY_INVALID'] },
  { name: 'no action', init: post('{}'), expected: [422, 'ENTRY_INVALID'] },
  { name: 'a wrong type', init: post('{"action":7}'), expected: [422, 'ENTRY_INVALID'] },
  {
    name: 'a wrong time',
    init: post('{"action":"a","occurredAt":"soon"}'),
    expected: [422, 'ENTRY_INVALID'],
  },
  {
    name: 'an unknown field',
    init: post('{"action":"a","who":1}'),
    expected: [422, 'ENTRY_INVALID'],
  },
  {
    name: 'a field __proto__',
    init: post('{"action":"a","__proto__":{}}'),
    expected: [422, 'ENTRY_INVALID'],
  },
  { name: 'JSON 100,000 deep', init: post('['.repeat(100_000)), expected: [400, 'BODY_INVALID'] },
  {
    name: 'closed JSON 100,000 deep',
    init: post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    expected: [400, 'TOO_DEEP'],
  },
  {
    name: 'an entry 100,000 deep',
    init: post(`{"action":"a","data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`),
    expected: [400, 'TOO_DEEP'],
  },
  {
    name: 'a gzip bomb',
    init: post(gzipSync(zeros), { 'content-encoding': 'gzip' }),
    expected: [413, 'BODY_TOO_LARGE'],
  },
  {
    name: 'a zstd bomb',
    init: post(zstdCompressSync(zeros), { 'content-encoding': 'zstd' }),
    expected: [413, 'BODY_TOO_LARGE'],
  },
  {
    name: 'not gzip at all',
    init: post('{"action":"a"}', { 'content-encoding': 'gzip' }),
    expected: [400, 'BODY_INVALID'],
  },
  {
    name: 'an unknown encoding',
    init: post('{"action":"a"}', { 'content-encoding': 'br' }),
    expected: [415, 'ENCODING_UNSUPPORTED'],
  },
  {
    name: 'an unknown content type',
    init: post('{"action":"a"}', { 'content-type': 'text/plain' }),
    expected: [415, 'CONTENT_TYPE_UNSUPPORTED'],
  },
  { name: 'a bad query', path: '/v1/entries?q=status:', expected: [400, 'QUERY_INVALID'] },
  {
    name: 'an unknown query field',
    path: '/v1/entries?q=actr:ada',
    expected: [400, 'QUERY_INVALID'],
  },
  {
    name: 'a bad live query',
    path: '/v1/entries/live?q=actr:ada',
    expected: [400, 'QUERY_INVALID'],
  },
  { name: 'a bad cursor', path: '/v1/entries?cursor=nonsense', expected: [400, 'CURSOR_INVALID'] },
  {
    name: 'a made-up cursor',
    path: '/v1/entries?cursor=abc.nonsense',
    expected: [400, 'CURSOR_INVALID'],
  },
  { name: 'a limit of none', path: '/v1/entries?limit=0', expected: [400, 'PARAMETER_INVALID'] },
  { name: 'a limit too high', path: '/v1/entries?limit=501', expected: [400, 'PARAMETER_INVALID'] },
  { name: 'a limit in words', path: '/v1/entries?limit=ten', expected: [400, 'PARAMETER_INVALID'] },
  { name: 'a bad time', path: '/v1/entries?from=tomorowish', expected: [400, 'PARAMETER_INVALID'] },
  { name: 'a quoted time', path: '/v1/entries?from=%22', expected: [400, 'PARAMETER_INVALID'] },
  {
    name: 'an unknown parameter',
    path: '/v1/entries?limt=5',
    expected: [400, 'PARAMETER_INVALID'],
  },
  {
    name: 'a repeated parameter',
    path: '/v1/entries?q=a&q=b',
    expected: [400, 'PARAMETER_INVALID'],
  },
  { name: 'an id that is none', path: '/v1/entries/7', expected: [404, 'NOT_FOUND'] },
  { name: 'no such path', path: '/v1/events', expected: [404, 'NOT_FOUND'] },
  {
    name: 'a path that cannot be decoded',
    path: '/v1/entries/%E0%A4%A',
    expected: [400, 'REQUEST_INVALID'],
  },
  {
    name: 'a wrong method',
    path: '/v1/entries',
    init: { method: 'DELETE' },
    expected: [405, 'METHOD_NOT_ALLOWED'],
  },
  {
    name: 'a bad key request',
    path: '/v1/keys',
    init: post('{"name":"a","scopes":["root"]}'),
    expected: [400, 'BODY_INVALID'],
  },
  {
    name: 'an unknown key field',
    path: '/v1/keys',
    init: post('{"name":"a","scope":"read"}'),
    expected: [400, 'BODY_INVALID'],
  },
  { name: 'no key request', path: '/v1/keys', init: post(''), expected: [400, 'BODY_INVALID'] },
  {
    name: 'a deep key request',
    path: '/v1/keys',
    init: post('['.repeat(60_000)),
    expected: [400, 'TOO_DEEP'],
  },
];

test('every bad request is told what is wrong, and the next good one is served', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['admin', 'ingest']);
  await serveGood(ask);
  const before = process.memoryUsage().rss;
  for (const { name, path = '/v1/entries', init, expected } of rows) {
    await t.test(name, async () => {
      const problem = await problemOf(await ask(path, init), ...expected);
      assert.ok(String(problem.detail).length > 10);
      assert.equal('stack' in problem, false);
      await serveGood(ask);
    });
  }
  const grownMiB = (process.memoryUsage().rss - before) / 1_048_576;
  assert.ok(grownMiB < 150, `memory grew by ${grownMiB.toFixed()} MiB`);
});

async function serveGood(ask: Ask): Promise<void> {
  const [receipt] = await receiptsOf(await ask('/v1/entries', json({ action: 'fine' })));
  assert.equal(receipt?.fate, 'stored');
}

test('a query error points at the character and suggests', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['read']);
  const problem = await problemOf(
    await ask(`/v1/query/check?q=${encodeURIComponent('status:200 actr:ada')}`),
    400,
    'QUERY_INVALID',
  );
  assert.deepEqual([problem.at, problem.length, problem.suggestion], [11, 4, 'actor']);
  assert.deepEqual(await (await ask('/v1/query/check?q=actor:ada')).json(), { ok: true });
});

test('an unknown parameter is answered with the nearest known one', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['read']);
  const problem = await problemOf(await ask('/v1/entries?limt=5'), 400, 'PARAMETER_INVALID');
  assert.equal(problem.detail, 'There is no limt here, did you mean limit?');
});

test('missing, wrong, expired and revoked keys get the same answer', async (t) => {
  const clock = movingClock();
  const { collector, ask } = await startCollector(t, { ...onDisk, clock });
  const scopes = ['admin'] as const;
  const expired = await collector.createKey({ name: 'a', scopes, expiresAt: clock.now() + 1 });
  const revoked = await collector.createKey({ name: 'b', scopes });
  const admin = withKey(ask, collector.localKey);
  assert.equal((await admin(`/v1/keys/${revoked.id}`, { method: 'DELETE' })).status, 204);
  clock.move(1);
  const answers = [
    await ask('/v1/entries'),
    ...(await Promise.all(
      [expired.key, revoked.key, `${expired.key.slice(0, -1)}_`, 'nonsense'].map((key) =>
        withKey(ask, key)('/v1/entries'),
      ),
    )),
    await ask('/v1/entries', { headers: { authorization: 'Basic YTpi' } }),
    await ask('/v1/entries', { headers: { cookie: 'whodid_session=nonsense' } }),
  ];
  const bodies = new Set<string>();
  for (const answer of answers) {
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="whodid"');
    bodies.add(JSON.stringify(await problemOf(answer, 401, 'UNAUTHENTICATED')));
  }
  assert.equal(bodies.size, 1);
});

// The body must not be needed for the answer: whoever has no key cannot make us read 10 MB.
test('without a key the body is not read', async (t) => {
  const { collector } = await startCollector(t, onDisk);
  const { hostname, port } = new URL(collector.url);
  const headers = { ...type, 'content-length': '10000000' };
  const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
  sent.flushHeaders();
  const status = await new Promise((resolve, reject) => {
    sent.on('response', (response) => resolve(response.statusCode)).on('error', reject);
  });
  sent.destroy();
  assert.equal(status, 401);
});

test('a body that grows beyond the limit without saying its length gets its answer', async (t) => {
  const { collector } = await startCollector(t, onDisk);
  const { hostname, port } = new URL(collector.url);
  const headers = { ...type, authorization: `Bearer ${collector.localKey}` };
  const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
  const answer = new Promise<string>((resolve, reject) => {
    sent.on('response', (response) => resolve(text(response))).on('error', reject);
  });
  for (let piece = 0; piece < 24; piece += 1) sent.write(Buffer.alloc(1024 * 1024, 0x20));
  sent.end();
  assert.match(await answer, /BODY_TOO_LARGE/);
});

// More than may be in progress at once: each one that went away must have given its place back.
test('senders that hang up in the middle of a body leave nothing behind', async (t) => {
  const { as, collector } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const { hostname, port } = new URL(collector.url);
  const headers = { ...type, authorization: `Bearer ${collector.localKey}` };
  for (let round = 0; round < 5; round += 1) {
    const senders = Array.from({ length: 20 }, async () => {
      const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
      const gone = new Promise((resolve) => sent.on('error', () => {}).on('close', resolve));
      await new Promise((resolve) => sent.write('[{"action":"a"},', resolve));
      sent.destroy();
      await gone;
    });
    await Promise.all(senders);
    await serveGood(ask);
  }
});

test('what is not HTTP is answered with a problem too', async (t) => {
  const { collector } = await startCollector(t, onDisk);
  const long = 'x'.repeat(20_000);
  for (const [sent, code] of [
    ['nonsense\r\n\r\n', 'REQUEST_INVALID'],
    [`GET /${long} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`, 'HEADERS_TOO_LARGE'],
  ] as const) {
    const socket = connect(Number(new URL(collector.url).port), '127.0.0.1');
    socket.write(sent);
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.match(answer, /content-type: application\/problem\+json/);
    assert.ok(answer.includes(`"code":"${code}"`), answer);
    assert.equal(answer.includes('xxx'), false);
  }
});

test('too much at once is told to come again, and memory is given back', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const lines = `${JSON.stringify({ action: 'a', wrong: 'x'.repeat(8000) })}\n`.repeat(900);
  const init = { method: 'POST', body: lines, headers: { 'content-type': 'application/x-ndjson' } };
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask('/v1/entries', init)));
  const statuses = answers.map(({ status }) => status);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    assert.equal(answer.headers.get('retry-after'), '1');
    await problemOf(answer, 503, 'BUSY');
  }
  assert.ok(statuses.includes(200), String(statuses));
  assert.equal((await ask('/v1/entries', init)).status, 200);
});
