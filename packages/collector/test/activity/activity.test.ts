import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { SignJWT } from 'jose';
import {
  type Ask,
  json,
  onDisk,
  pageOf,
  problemOf,
  receiptsOf,
  startCollector,
  withKey,
} from '../start-collector.ts';

const secret = 'the secret of the shop, 32 bytes or longer';

interface Row {
  readonly id: string;
  readonly user: string | number;
  readonly action: string;
  readonly metadata: unknown;
  readonly status: string;
}

interface Scene {
  readonly writer: Ask;
  readonly reader: Ask;
  /** The person of this id, by a token of the app. */
  person(sub: string, claims?: object): Promise<Ask>;
  key(userId: string): Promise<Ask>;
}

async function openScene(t: TestContext): Promise<Scene> {
  const { as, ask, collector } = await startCollector(t, { ...onDisk, jwt: { secret } });
  return {
    writer: await as(['ingest']),
    reader: await as(['read', 'triage']),
    person: async (sub, claims = {}) => {
      const jwt = new SignJWT({ ...claims, sub }).setProtectedHeader({ alg: 'HS256' });
      return withKey(ask, await jwt.setExpirationTime('10m').sign(Buffer.from(secret)));
    },
    key: async (userId) => {
      const scopes = ['own'] as const;
      return withKey(ask, (await collector.createKey({ name: 'till 4', scopes, userId })).key);
    },
  };
}

async function made(ask: Ask, body: object | string): Promise<Row> {
  const answer = await ask('/api/logs/', json(body));
  const row = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(row));
  return row as Row;
}

async function rowsOf(ask: Ask, userId: string, query = ''): Promise<readonly Row[]> {
  const answer = await ask(`/api/logs/${encodeURIComponent(userId)}${query}`);
  const rows = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(rows));
  return rows as readonly Row[];
}

function actionsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ action }) => action);
}

test('whatever a user is called, the rows are found again, and nobody else’s', async (t) => {
  const { person, reader } = await openScene(t);
  const ids = [
    '7',
    '007',
    '-1',
    '12345678901234567890',
    'a"b\'c',
    'a/b/c',
    'a\\b',
    'update',
    'update/1',
    '%2F',
    '*',
    'actor:ada OR (',
    'a b',
    'ada@example.com',
    '用户-漢字-🙂',
    '<script>alert(1)</script>',
    '__proto__',
    'null',
    'x'.repeat(3000),
    '漢'.repeat(500),
  ];
  for (const id of ids) {
    const ask = await person(id);
    const row = await made(ask, { action: `by ${id}`.slice(0, 50) });
    assert.equal(String(row.user), id);
    assert.equal(typeof row.user, id === '7' ? 'number' : 'string', id);
  }
  for (const id of ids) {
    const ask = await person(id);
    const rows = await rowsOf(ask, id);
    assert.deepEqual(actionsOf(rows), [`by ${id}`.slice(0, 50)]);
    assert.deepEqual(await rowsOf(reader, id), rows);
    const update = `/api/logs/update/${rows[0]?.id}/`;
    const patch = { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' };
    assert.equal((await ask(update, patch)).status, 200);
    const stranger = await person(`${id}!`);
    await problemOf(await stranger(`/api/logs/${encodeURIComponent(id)}`), 403, 'FORBIDDEN');
    await problemOf(await stranger(update, patch), 404, 'NOT_FOUND');
  }
});

test('ids and actions that differ in capital letters only are different ones', async (t) => {
  const { person } = await openScene(t);
  const [small, large] = [await person('ada'), await person('ADA')];
  for (let at = 0; at < 3; at += 1) {
    await made(small, { action: 'login' });
    await made(small, { action: 'LOGIN' });
    await made(large, { action: 'logout' });
  }
  assert.deepEqual(actionsOf(await rowsOf(large, 'ADA')), ['logout', 'logout', 'logout']);
  assert.deepEqual(actionsOf(await rowsOf(small, 'ada', '?action=LOGIN')), Array(3).fill('LOGIN'));
  assert.equal((await rowsOf(small, 'ada', '?limit=2&offset=4')).length, 2);
  assert.equal((await rowsOf(small, 'ada', '?limit=2&offset=5&action=login')).length, 0);
  const [row] = await rowsOf(small, 'ada');
  const patch = { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' };
  await problemOf(await large(`/api/logs/update/${row?.id}/`, patch), 404, 'NOT_FOUND');
});

test('only what a person did is in the log of that person', async (t) => {
  const { person, writer, reader } = await openScene(t);
  const user = { type: 'user', id: 'anonymous' };
  const entries = [
    { action: 'mine', actor: user },
    { action: 'sign-in', actor: user, kind: 'auth' },
    { action: 'request', actor: user, kind: 'http.in' },
    { action: 'a note', actor: user, kind: 'note' },
    { action: 'nobody’s' },
    { action: 'a service’s', actor: { ...user, type: 'service' } },
    { action: 'an agent’s', actor: { ...user, type: 'agent' }, onBehalfOf: [user] },
  ];
  const receipts = await receiptsOf(await writer('/v1/entries', json(entries)));
  const ask = await person('anonymous');
  assert.deepEqual(actionsOf(await rowsOf(ask, 'anonymous')).toSorted(), ['mine', 'sign-in']);
  assert.equal((await rowsOf(reader, 'anonymous')).length, 2);
  for (const [at, { id }] of receipts.entries()) {
    const patch = { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' };
    for (const mover of [reader, ask]) {
      const { status } = await mover(`/api/logs/update/${id}`, patch);
      assert.equal(status === 404, at > 1, `${entries[at]?.action}: ${status}`);
    }
  }
});

// What is masked looks the same for all whose ids end alike, and may be somebody's name as well.
test('people whose ids would be masked get no log that they would share', async (t) => {
  const { person, writer, reader } = await openScene(t);
  const card = '4111111111111111';
  const entry = { action: 'mine', actor: { type: 'user', id: card } };
  const [receipt] = await receiptsOf(await writer('/v1/entries', json(entry)));
  const { id: mask = card } = (receipt?.entry?.actor ?? {}) as { readonly id?: string };
  assert.notEqual(mask, card);
  for (const id of [card, mask]) {
    const ask = await person(id);
    assert.deepEqual(await rowsOf(ask, id), []);
    assert.deepEqual(await rowsOf(reader, id), []);
    const patch = { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' };
    await problemOf(await ask(`/api/logs/update/${receipt?.id}/`, patch), 404, 'NOT_FOUND');
  }
  const problem = await problemOf(
    await (await person(card))('/api/logs/', json({ action: 'LOGIN' })),
    403,
    'FORBIDDEN',
  );
  assert.match(String(problem.detail), /looks like a secret/);
});

test('metadata is any JSON, without secrets, and comes back as it is kept', async (t) => {
  const { person } = await openScene(t);
  const ask = await person('1');
  const values = [null, 0, '', 'text', false, [], [1, [2]], {}, { a: { b: null } }];
  for (const metadata of values) {
    const row = await made(ask, { action: 'LOGIN', metadata });
    assert.deepEqual(row.metadata, metadata);
    assert.deepEqual((await rowsOf(ask, '1', '?limit=1'))[0], row);
  }
  assert.equal((await made(ask, { action: 'LOGIN' })).metadata, null);
  const proto = await made(
    ask,
    '{"action":"LOGIN","metadata":{"__proto__":{"a":1}},"__proto__":{}}',
  );
  assert.equal(JSON.stringify(proto.metadata), '{"__proto__":{"a":1}}');
  const masked = await made(ask, { action: 'LOGIN', metadata: { password: 'Canary-1', ok: 1 } });
  assert.deepEqual(masked.metadata, { password: '[redacted:key]', ok: 1 });
  assert.equal(JSON.stringify(await rowsOf(ask, '1')).includes('Canary-1'), false);
  const infinite = await ask('/api/logs/', json('{"action":"LOGIN","metadata":{"n":1e999}}'));
  assert.equal((await problemOf(infinite, 400, 'BODY_INVALID')).path, 'metadata');
  const deep = `{"action":"LOGIN","metadata":${'['.repeat(63)}${']'.repeat(63)}}`;
  assert.equal((await ask('/api/logs/', json(deep))).status, 201);
  const deeper = `{"action":"LOGIN","metadata":${'['.repeat(64)}${']'.repeat(64)}}`;
  await problemOf(await ask('/api/logs/', json(deeper)), 400, 'TOO_DEEP');
  const large = json({ action: 'LOGIN', metadata: 'x'.repeat(70_000) });
  await problemOf(await ask('/api/logs/', large), 413, 'BODY_TOO_LARGE');
});

test('a row is an entry like every other: who, from where, and by which credential', async (t) => {
  const { person, key, reader } = await openScene(t);
  const init = json({ action: 'LOGIN', metadata: { plan: 'gold' } });
  const headers = { ...init.headers, 'user-agent': 'shop/1' };
  for (const ask of [await person('1', { name: 'Ada', jti: 'j-1' }), await key('1')]) {
    assert.equal((await ask('/api/logs/', { ...init, headers })).status, 201);
  }
  const { entries } = await pageOf(await reader('/v1/entries?q=action:LOGIN'));
  const [byKey, byToken] = entries as unknown as readonly EntryFields[];
  assert.ok(byKey && byToken);
  const { kind, outcome, client, data, targets, service } = byToken;
  assert.deepEqual([kind, outcome, data, targets], ['action', 'success', { plan: 'gold' }, []]);
  assert.deepEqual(client, { ip: '127.0.0.1', ipTrusted: true, userAgent: 'shop/1' });
  assert.equal(service.name, 'whodid-collector');
  assert.deepEqual(byToken.actor, { type: 'user', id: '1', name: 'Ada' });
  // A key has a name, and it is not that of the person.
  assert.deepEqual({ ...byKey.actor, credential: '' }, { type: 'user', id: '1', credential: '' });
  assert.equal(byKey.actor.credential?.length, 24);
});

test('a note that comes with a status is kept with the move', async (t) => {
  const { person, reader } = await openScene(t);
  const ask = await person('1');
  const { id } = await made(ask, { action: 'LOGIN' });
  const patch = (body: object) =>
    ask(`/api/logs/update/${id}/`, { ...json(body), method: 'PATCH' });
  assert.equal((await patch({ status: 'IN_PROGRESS', note: 'I look into it.' })).status, 200);
  const long = await patch({ status: 'DONE', note: 'x'.repeat(4001) });
  assert.equal((await problemOf(long, 400, 'BODY_INVALID')).path, 'note');
  const triage = await (await reader(`/v1/entries/${id}/triage`)).json();
  const { stage, moves } = triage as { stage: string; moves: { note: string }[] };
  assert.deepEqual([stage, moves.map(({ note }) => note)], ['IN_PROGRESS', ['I look into it.']]);
});

test('who looked at the log of a person is recorded', async (t) => {
  const { person, reader, writer } = await openScene(t);
  await made(await person('1'), { action: 'LOGIN' });
  await rowsOf(reader, '1', '?action=LOGIN&start=2026-01-01');
  await receiptsOf(await writer('/v1/entries', json({ action: 'a' })));
  const auditor = await person('9', { whodid_role: 'auditor' });
  const { entries } = await pageOf(await auditor('/v1/entries?q=action:whodid.look'));
  assert.deepEqual(
    entries.map(({ data, targets }) => [data, targets]),
    [
      [
        { what: 'activity', query: 'LOGIN', from: '2026-01-01T00:00:00.000Z', entries: 1 },
        [{ type: 'user', id: '1' }],
      ],
    ],
  );
});
