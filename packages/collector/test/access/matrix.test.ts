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
import { type MakeRequest, requests, type Things } from './route-requests.ts';

const secret = 'the secret of the shop, 32 bytes or longer';
const marker = 'planted-7c1e';
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
    view: async () => {
      const view = { name: `${marker}-${randomUUID()}`, shared: true };
      const made = await asks.admin('/v1/views', json(view));
      return String(((await made.json()) as { readonly id: unknown }).id);
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
  assert.deepEqual(Object.keys(requests).toSorted(), Object.keys(routeAccess).toSorted());
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
    view: unknown,
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
