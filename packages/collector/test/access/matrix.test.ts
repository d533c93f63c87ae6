import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SignJWT } from 'jose';
import { routeAccess } from '../../src/access/route-access.ts';
import type { Collector } from '../../src/collector.ts';
import { createCollector } from '../../src/create-collector.ts';
import { movingClock } from '../moving-clock.ts';
import { type Ask, json, receiptsOf, withKey } from '../start-collector.ts';
import { type Cell, cells, type Holder, holders } from './matrix.ts';

const secret = 'the secret of the shop, 32 bytes or longer';
const marker = 'planted-7c1e';
/** What only a page of the collector itself can send. */
const ofPage = { 'content-type': 'application/json', 'x-whodid': '1' };

/** What a request may need that belongs to `acme`. Each made anew, because some requests end it. */
interface Things {
  entry(): Promise<string>;
  key(): Promise<string>;
  stream(): Promise<string>;
  user(): Promise<string>;
  /** A row in the activity log of `own`. */
  row(): Promise<string>;
  /** Who has the activity log of `own`. */
  person(): Promise<string>;
}

type MakeRequest = (things: Things) => Promise<readonly [path: string, init?: RequestInit]>;

/** A request to each route that is good but for who sends it. */
const requests: { readonly [route: string]: MakeRequest } = {
  'POST /v1/entries': async () => ['/v1/entries', json({ action: 'a' })],
  'POST /api/activity-log/': async () => ['/api/activity-log/', json({ auditID: 'a' })],
  'GET /v1/entries': async () => ['/v1/entries'],
  'GET /v1/entries/:id': async ({ entry }) => [`/v1/entries/${await entry()}`],
  'GET /v1/entries/live': async () => ['/v1/entries/live'],
  'GET /v1/entries/:id/triage': async ({ entry }) => [`/v1/entries/${await entry()}/triage`],
  'POST /v1/entries/:id/triage': async ({ entry }) => [
    `/v1/entries/${await entry()}/triage`,
    json({ stage: 'IN_PROGRESS' }),
  ],
  'POST /api/logs/': async () => ['/api/logs/', json({ action: 'a' })],
  'GET /api/logs/:userId': async ({ person }) => [`/api/logs/${await person()}`],
  'PATCH /api/logs/update/:id/': async ({ row }) => [
    `/api/logs/update/${await row()}/`,
    { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' },
  ],
  'GET /v1/query/check': async () => ['/v1/query/check'],
  'GET /activity-logs/user-history/': async () => ['/activity-logs/user-history/'],
  'GET /activity-logs/admin-history/': async () => ['/activity-logs/admin-history/'],
  'GET /v1/streams': async () => ['/v1/streams'],
  'POST /v1/streams': async () => ['/v1/streams', json({ name: `S${randomUUID()}` })],
  'GET /v1/streams/:name': async ({ stream }) => [`/v1/streams/${await stream()}`],
  'PATCH /v1/streams/:name': async ({ stream }) => [
    `/v1/streams/${await stream()}`,
    { ...json({ name: `S${randomUUID()}` }), method: 'PATCH' },
  ],
  'DELETE /v1/streams/:name': async ({ stream }) => [
    `/v1/streams/${await stream()}`,
    { method: 'DELETE' },
  ],
  'GET /v1/users': async () => ['/v1/users'],
  'POST /v1/users': async () => [
    '/v1/users',
    json({ name: 'eve', role: 'own', password: 'too short' }),
  ],
  'PATCH /v1/users/:id': async ({ user }) => [
    `/v1/users/${await user()}`,
    { ...json({ role: 'own' }), method: 'PATCH' },
  ],
  'POST /v1/me/password': async () => [
    '/v1/me/password',
    json({ password: 'a', newPassword: 'a new one that is long' }),
  ],
  'GET /v1/keys': async () => ['/v1/keys'],
  'POST /v1/keys': async () => ['/v1/keys', json({ name: 'a', scopes: ['read'] })],
  'DELETE /v1/keys/:id': async ({ key }) => [`/v1/keys/${await key()}`, { method: 'DELETE' }],
  'GET /v1/me': async () => ['/v1/me'],
  'POST /v1/session': async () => ['/v1/session', { ...json({}), headers: ofPage }],
  'GET /v1/session/ways': async () => ['/v1/session/ways'],
  'GET /auth/oidc': async () => ['/auth/oidc'],
  'GET /auth/oidc/callback': async () => ['/auth/oidc/callback'],
  'POST /v1/session/links': async () => ['/v1/session/links', { method: 'POST' }],
  'POST /v1/session/end': async () => ['/v1/session/end', { method: 'POST' }],
  'GET /healthz': async () => ['/healthz'],
  'GET /openapi.json': async () => ['/openapi.json'],
  'GET /reference': async () => ['/reference'],
};

/** Pages are files of the dashboard, which hold nothing of anybody. */
const pages = ['GET /', 'GET /*'];

const clock = movingClock(Date.now());
const dataDir = mkdtempSync(join(tmpdir(), 'whodid-matrix-'));
let collector: Collector;
let asks: { readonly [H in Holder]: Ask };
let things: Things;

before(async () => {
  collector = await createCollector({ port: 0, dataDir, clock, jwt: { secret } });
  const ask: Ask = (path, init) => fetch(new URL(path, collector.url), init);
  const key = async (tenant: string, scopes: string[], expiresAt?: number): Promise<Ask> => {
    const request = { name: `${marker} ${tenant}`, tenant, scopes: scopes as ['read'], expiresAt };
    return withKey(ask, (await collector.createKey(request)).key);
  };
  const person = async (tenant: string, role?: string): Promise<Ask> => {
    const claims = { sub: `${tenant}-${role}`, tenant, ...(role ? { whodid_role: role } : {}) };
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h');
    return withKey(ask, await token.sign(Buffer.from(secret)));
  };
  const expired = await key('acme', ['admin'], clock.now() + 1000);
  asks = {
    nobody: ask,
    ingest: await key('acme', ['ingest']),
    own: await person('acme'),
    viewer: await person('acme', 'viewer'),
    auditor: await person('acme', 'auditor'),
    admin: await person('acme', 'admin'),
    foreign: await person('rival', 'admin'),
    operator: withKey(ask, collector.localKey),
    expired,
  };
  clock.move(2000);
  things = {
    entry: async () => {
      const posted = await asks.ingest('/v1/entries', json({ action: 'a', message: marker }));
      return String((await receiptsOf(posted))[0]?.id);
    },
    key: async () => {
      const name = `${marker} key`;
      return (await collector.createKey({ name, scopes: ['read'], tenant: 'acme' })).id;
    },
    stream: async () => {
      const stream = `${marker}-${randomUUID()}`;
      await receiptsOf(await asks.ingest('/v1/entries', json({ action: 'a', stream })));
      return stream;
    },
    user: async () => {
      const name = `${marker}-${randomUUID()}`;
      const user = { name, role: 'viewer', password: 'a password of the victim' };
      const made = await asks.admin('/v1/users', json(user));
      return String(((await made.json()) as { readonly id: unknown }).id);
    },
    row: async () => String((await rowOfOwn()).id),
    person: async () => String((await rowOfOwn()).user),
  };
});

async function rowOfOwn(): Promise<{ readonly id?: unknown; readonly user?: unknown }> {
  const made = await asks.own('/api/logs/', json({ action: 'a', metadata: marker }));
  return (await made.json()) as object;
}

after(async () => {
  await collector.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the matrix has a row for every route, and every row a request', () => {
  const rows = [...new Set(cells().map(({ route }) => route))];
  const routes = Object.keys(routeAccess).filter((route) => !pages.includes(route));
  assert.deepEqual(rows.toSorted(), routes.toSorted());
  assert.deepEqual(Object.keys(requests).toSorted(), routes.toSorted());
  assert.equal(cells().length, routes.length * holders.length);
});

for (const cell of cells()) {
  test(`${cell.route} by ${cell.holder}: ${cell.expected}`, () => check(cell));
}

async function check({ route, holder, expected }: Cell): Promise<void> {
  const make = requests[route];
  assert.ok(make !== undefined);
  const [path, init] = await make(things);
  const answer = await asks[holder](path, init);
  const text = route.endsWith('/live') ? await firstOf(answer) : await answer.text();
  assert.ok(answer.status < 500, `${answer.status} ${text.slice(0, 200)}`);
  if (expected === 'ok') {
    assert.ok(![401, 403, 404].includes(answer.status), String(answer.status));
    if (route.endsWith('/live')) assert.ok(text.includes(marker), 'nothing came');
  }
  if (expected === 'none') await holdsNothing(route, holder, { path, answer, text });
  if (/^\d/.test(expected)) assert.equal(String(answer.status), expected);
}

interface Seen {
  readonly path: string;
  readonly answer: Response;
  readonly text: string;
}

// What names a thing is answered as if there were none; a list is one without anything of theirs.
async function holdsNothing(route: string, holder: Holder, seen: Seen): Promise<void> {
  const { path, answer, text } = seen;
  assert.equal(text.includes(marker), false);
  if (!route.includes(':')) {
    assert.equal(answer.status, 200);
    return;
  }
  const make = requests[route] as MakeRequest;
  const unknown = async (): Promise<string> => '01890000-0000-7000-8000-000000000000';
  const [unknownPath, init] = await make({
    entry: unknown,
    key: unknown,
    row: unknown,
    person: unknown,
    stream: unknown,
    user: unknown,
  });
  assert.notEqual(unknownPath, path);
  const other = await asks[holder](unknownPath, init);
  assert.equal(answer.status, other.status);
  assert.equal(text, await other.text());
}

// A stream does not end by itself. Something of the tenant happens while it is open; whoever may see
// it gets it, and then no more is waited for.
async function firstOf(answer: Response): Promise<string> {
  if (answer.status !== 200 || answer.body === null) return await answer.text();
  await things.entry();
  const reader = answer.body.getReader();
  const ended = setTimeout(() => reader.cancel(), 500);
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return text;
    text += Buffer.from(value).toString();
    if (!text.includes(marker)) continue;
    clearTimeout(ended);
    await reader.cancel();
    return text;
  }
}
