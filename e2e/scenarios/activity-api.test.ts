// Acceptance scenarios 1, 2, 4 and the part of 5 that is about `/api/logs/`: the interface of document
// 002, over HTTP, with a collector that keeps its entries in SQLite.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createCollector } from '@whodid/collector';
import { secret, token } from './tokens.ts';

interface Row {
  readonly id: string;
  readonly user: string | number;
  readonly action: string;
  readonly timestamp: string;
  readonly metadata: unknown;
  readonly status: string;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly [member: string]: unknown };
  /** The body again, where it is rows. */
  readonly row: Row;
  readonly rows: readonly Row[];
}

type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

interface Api {
  readonly url: string;
  /** Somebody with a key of these scopes. */
  key(userId: string | undefined, scopes: Scopes, tenant?: string): Promise<string>;
  /** Sends with an `Authorization` header, or without one. */
  as(authorization?: string): Send;
}

type Scopes = readonly ('ingest' | 'own' | 'read' | 'triage' | 'admin')[];

async function openApi(t: TestContext): Promise<Api> {
  const dataDir = mkdtempSync(join(tmpdir(), 'whodid-activity-'));
  const collector = await createCollector({ port: 0, dataDir, jwt: { secret } });
  t.after(async () => {
    await collector.close();
    rmSync(dataDir, { recursive: true });
  });
  const { url } = collector;
  return {
    url,
    key: async (userId, scopes, tenant) =>
      (await collector.createKey({ name: 'a key', userId, scopes, tenant })).key,
    as: (authorization) => (method, path, body) =>
      send(`${url}${path}`, method, authorization, body),
  };
}

async function send(
  url: string,
  method: string,
  authorization: string | undefined,
  body: unknown,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const parsed = JSON.parse(await answer.text());
  return { status: answer.status, body: parsed, row: parsed, rows: parsed };
}

const unknownId = '01890000-0000-7000-8000-000000000000';

test('scenario 1: a row is the person’s own, PENDING and of now, whatever the body says', async (t) => {
  const api = await openApi(t);
  const credentials = [
    `Token ${await api.key('1', ['own'])}`,
    `Bearer ${await token({ sub: '1' })}`,
    `Token ${await token({ user_id: 1 })}`,
  ];
  const metadata = { ip: '192.168.0.1', device: 'Chrome' };
  const body = {
    action: 'LOGIN',
    metadata,
    user: 99,
    status: 'DONE',
    timestamp: '2000-01-01',
    id: 7,
  };
  for (const credential of credentials) {
    const before = Date.now();
    const { status, row } = await api.as(credential)('POST', '/api/logs/', body);
    assert.equal(status, 201);
    const { id, timestamp } = row;
    assert.deepEqual(row, { id, user: 1, action: 'LOGIN', timestamp, metadata, status: 'PENDING' });
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    assert.ok(Date.parse(timestamp) >= before && Date.parse(timestamp) <= Date.now(), timestamp);
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  const { rows } = await api.as(credentials[0])('GET', '/api/logs/1');
  assert.equal(rows.length, 3);
  const others = await api.as(`Bearer ${await api.key(undefined, ['read'])}`)(
    'GET',
    '/api/logs/99',
  );
  assert.deepEqual(others.rows, []);
});

test('scenario 1: what cannot be a row is refused by name, and nobody is nobody', async (t) => {
  const api = await openApi(t);
  const own = api.as(`Token ${await api.key('1', ['own'])}`);
  const wrong = [{}, { action: '' }, { action: '  ' }, { action: 7 }, { action: null }];
  for (const body of [...wrong, { action: 'x'.repeat(51) }, { action: 'whodid.triage' }]) {
    const { status, body: problem } = await own('POST', '/api/logs/', body);
    assert.deepEqual([status, problem.code, problem.path], [400, 'BODY_INVALID', 'action']);
  }
  assert.equal((await own('POST', '/api/logs/', [])).status, 400);
  for (const action of ['x', 'x'.repeat(50), '🙂'.repeat(50)]) {
    assert.equal((await own('POST', '/api/logs/', { action })).row.action, action);
  }
  for (const nobody of [undefined, 'Token wrong', 'Basic YTpi', `Bearer ${await token({})}`]) {
    const { status, body } = await api.as(nobody)('POST', '/api/logs/', { action: 'LOGIN' });
    assert.deepEqual([status, body.code], [401, 'UNAUTHENTICATED']);
  }
  const machine = api.as(`Token ${await api.key(undefined, ['admin'])}`);
  const { status, body } = await machine('POST', '/api/logs/', { action: 'LOGIN' });
  assert.equal(status, 403);
  assert.match(String(body.detail), /acts for nobody/);
});

test('scenario 2: one stage after the other, and a refused one changes nothing', async (t) => {
  const api = await openApi(t);
  const own = api.as(`Token ${await api.key('1', ['own'])}`);
  const { row } = await own('POST', '/api/logs/', { action: 'UPLOAD_FILE' });
  const move = (status: unknown): Promise<Answer> =>
    own('PATCH', `/api/logs/update/${row.id}/`, { status });
  const stays = async (stage: string, ...refused: readonly unknown[]): Promise<void> => {
    for (const status of refused) {
      const { status: code, body } = await move(status);
      assert.ok(code === 409 || code === 400, `${stage} to ${status}: ${code}`);
      if (code === 409) assert.deepEqual([body.code, body.stage], ['STAGE_CONFLICT', stage]);
      else assert.deepEqual([body.path, body.error], ['status', 'Invalid status']);
    }
    assert.deepEqual((await own('GET', '/api/logs/1')).rows, [{ ...row, status: stage }]);
  };
  const nonsense = ['BOGUS', 'in_progress', '', null, 7, ['DONE'], undefined];
  await stays('PENDING', 'DONE', 'PENDING', ...nonsense);
  assert.deepEqual(await move('IN_PROGRESS').then(({ status, row: moved }) => [status, moved]), [
    200,
    { ...row, status: 'IN_PROGRESS' },
  ]);
  await stays('IN_PROGRESS', 'PENDING', 'IN_PROGRESS', ...nonsense);
  assert.equal((await move('DONE')).row.status, 'DONE');
  await stays('DONE', 'PENDING', 'IN_PROGRESS', 'DONE', ...nonsense);
});

test('scenario 2: of two simultaneous moves exactly one wins, and the other is told', async (t) => {
  const api = await openApi(t);
  const ada = api.as(`Bearer ${await token({ sub: '1', name: 'Ada' })}`);
  const boss = api.as(`Token ${await api.key('boss', ['triage'])}`);
  for (let round = 0; round < 20; round += 1) {
    const { row } = await ada('POST', '/api/logs/', { action: 'LOGIN' });
    const path = `/api/logs/update/${row.id}/`;
    const answers = await Promise.all([
      ada('PATCH', path, { status: 'IN_PROGRESS', note: 'by Ada' }),
      boss('PATCH', path, { status: 'IN_PROGRESS', note: 'by the boss' }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const { body } = await boss('GET', `/v1/entries/${row.id}/triage`);
    const moves = body.moves as readonly { readonly note: string }[];
    const winner = answers[0]?.status === 200 ? 'by Ada' : 'by the boss';
    assert.deepEqual([body.stage, moves.map(({ note }) => note)], ['IN_PROGRESS', [winner]]);
  }
});

test('scenario 4: nobody sees or moves what is another’s, and it is as if it were not there', async (t) => {
  const api = await openApi(t);
  const ada = api.as(`Token ${await api.key('1', ['own'])}`);
  const { row } = await ada('POST', '/api/logs/', { action: 'LOGIN', metadata: { plan: 'gold' } });
  const strangers: readonly Send[] = [
    api.as(`Token ${await api.key('2', ['own'])}`),
    api.as(`Bearer ${await token({ sub: '2' })}`),
    api.as(`Bearer ${await token({ sub: '1', tenant: 'acme' })}`),
    api.as(`Token ${await api.key('1', ['own', 'triage'], 'acme')}`),
  ];
  const unknown = await ada('PATCH', `/api/logs/update/${unknownId}/`, { status: 'IN_PROGRESS' });
  assert.equal(unknown.status, 404);
  for (const stranger of strangers) {
    const moved = await stranger('PATCH', `/api/logs/update/${row.id}/`, { status: 'IN_PROGRESS' });
    assert.deepEqual([moved.status, moved.body], [404, unknown.body]);
  }
  const forbidden = await strangers[0]?.('GET', '/api/logs/1');
  assert.equal(forbidden?.status, 403);
  // Whoever is asked for: somebody who is not there, too.
  assert.deepEqual(await strangers[0]?.('GET', '/api/logs/nobody'), forbidden);
  // In another tenant it is another person of the same id.
  assert.deepEqual((await strangers[2]?.('GET', '/api/logs/1'))?.rows, []);
  for (const method of ['PUT', 'DELETE', 'POST', 'GET']) {
    const { status } = await ada(method, `/api/logs/update/${row.id}/`);
    assert.equal(status, 405, method);
  }
  const patched = await ada('PATCH', `/api/logs/update/${row.id}/`, {
    status: 'IN_PROGRESS',
    action: 'LOGOUT',
    metadata: {},
    user: 2,
  });
  assert.deepEqual(patched.row, { ...row, status: 'IN_PROGRESS' });
  for (const reader of [
    `Token ${await api.key(undefined, ['read'])}`,
    `Bearer ${await token({ sub: '9', whodid_role: 'admin' })}`,
  ]) {
    assert.deepEqual((await api.as(reader)('GET', '/api/logs/1')).rows, [patched.row]);
  }
});

test('scenario 4: with and without a slash at the end it is the same', async (t) => {
  const api = await openApi(t);
  const own = api.as(`Token ${await api.key('1', ['own'])}`);
  for (const slash of ['', '/']) {
    const { status, row } = await own('POST', `/api/logs${slash}`, { action: 'LOGIN' });
    assert.equal(status, 201);
    const list = await own('GET', `/api/logs/1${slash}?limit=1`);
    assert.deepEqual([list.status, list.rows], [200, [row]]);
    const update = `/api/logs/update/${row.id}${slash}`;
    const moved = await own('PATCH', update, { status: 'IN_PROGRESS' });
    assert.deepEqual([moved.status, moved.row.status], [200, 'IN_PROGRESS']);
    assert.equal((await own('PUT', update, { action: 'x' })).status, 405);
  }
});

test('scenario 5: rows are filtered by time and action, newest first, and nonsense is 400', async (t) => {
  const api = await openApi(t);
  const writer = api.as(`Bearer ${await api.key(undefined, ['ingest'])}`);
  const times = [
    '2025-01-30T10:00:00.000Z',
    '2025-01-31T00:00:00.000Z',
    '2025-01-31T23:59:59.999Z',
    '2025-02-01T00:00:00.000Z',
  ];
  const actor = { type: 'user', id: '1' };
  const entries = times.map((occurredAt, at) => {
    const action = at % 2 === 0 ? 'LOGIN' : 'login';
    return { action, occurredAt, actor, kind: at === 0 ? 'auth' : 'action' };
  });
  assert.equal((await writer('POST', '/v1/entries', entries)).status, 200);
  const own = api.as(`Token ${await api.key('1', ['own'])}`);
  const found = async (query: string): Promise<readonly string[]> => {
    const { status, rows } = await own('GET', `/api/logs/1?${query}`);
    assert.equal(status, 200, query);
    return rows.map(({ timestamp }) => timestamp);
  };
  const newest = times.toReversed();
  assert.deepEqual(await found(''), newest);
  assert.deepEqual(await found('start=2025-01-31'), newest.slice(0, 3));
  assert.deepEqual(await found('end=2025-01-31'), newest.slice(1));
  assert.deepEqual(await found('start=2025-01-31&end=2025-01-31'), newest.slice(1, 3));
  assert.deepEqual(await found('start=2025-01-31T23:59:59.999Z&end=2025-01-31T23:59:59.999Z'), [
    times[2],
  ]);
  assert.deepEqual(await found('start=2025-02-02'), []);
  assert.deepEqual(await found('action=LOGIN'), [times[2], times[0]]);
  assert.deepEqual(await found('action=LOGIN&start=&end='), [times[2], times[0]]);
  assert.deepEqual(await found('action=nothing'), []);
  assert.deepEqual(await found('limit=1&offset=2'), [times[1]]);
  const wrong = {
    start: ['start=abc', 'start=2025-02-01&end=2025-01-31', 'start=2025-13-01', 'start=%00'],
    end: ['end=abc', 'end=1e400', 'end=%22'],
    limit: ['limit=0', 'limit=501', 'limit=ten'],
    offset: ['offset=-1', 'offset=10001', 'offset=x'],
    action: ['action=a&action=b'],
    starts: ['starts=2025-01-31'],
  };
  for (const [parameter, queries] of Object.entries(wrong)) {
    for (const query of queries) {
      const { status, body } = await own('GET', `/api/logs/1?${query}`);
      assert.deepEqual([status, body.parameter], [400, parameter], query);
    }
  }
});

test('scenario 5: pages with the same end stay the same while rows are added', async (t) => {
  const api = await openApi(t);
  const own = api.as(`Token ${await api.key('1', ['own'])}`);
  for (let at = 0; at < 7; at += 1) await own('POST', '/api/logs/', { action: `step ${at}` });
  const [last] = (await own('GET', '/api/logs/1?limit=1')).rows;
  await new Promise((resolve) => setTimeout(resolve, 5));
  const seen: string[] = [];
  for (let offset = 0; offset < 9; offset += 3) {
    await own('POST', '/api/logs/', { action: 'meanwhile' });
    const path = `/api/logs/1?limit=3&offset=${offset}&end=${last?.timestamp}`;
    seen.push(...(await own('GET', path)).rows.map(({ action }) => action));
  }
  assert.deepEqual(seen, ['step 6', 'step 5', 'step 4', 'step 3', 'step 2', 'step 1', 'step 0']);
});

// As they are printed there, but for host, token and id.
test('the requests of document 002 work with curl as they are written', async (t) => {
  const api = await openApi(t);
  const authorization = `Authorization: Token ${await api.key('1', ['own'])}`;
  const curl = async (...args: readonly string[]): Promise<{ code: string; body: string }> => {
    const options = ['-sS', '-w', '\n%{http_code}', '-H', authorization];
    const { stdout } = await promisify(execFile)('curl', [...options, ...args]);
    const [, body = '', code = ''] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? [];
    return { code, body };
  };
  const login =
    '{\n  "action": "LOGIN",\n  "metadata": {\n    "ip": "192.168.0.1",\n    "device": "Chrome"\n  }\n}';
  const json = ['-H', 'Content-Type: application/json'];
  const made = await curl('-X', 'POST', ...json, '-d', login, `${api.url}/api/logs/`);
  assert.equal(made.code, '201');
  const row = JSON.parse(made.body) as Row;
  assert.deepEqual(row.metadata, { ip: '192.168.0.1', device: 'Chrome' });
  for (const sample of ['/api/logs/1', '/api/logs/1?action=LOGIN']) {
    const list = await curl(`${api.url}${sample}`);
    assert.deepEqual([list.code, JSON.parse(list.body)], ['200', [row]]);
  }
  const status = '{\n  "status": "IN_PROGRESS"\n}';
  const update = `${api.url}/api/logs/update/${row.id}/`;
  const moved = await curl('-X', 'PATCH', ...json, '-d', status, update);
  assert.deepEqual(
    [moved.code, JSON.parse(moved.body)],
    ['200', { ...row, status: 'IN_PROGRESS' }],
  );
});
