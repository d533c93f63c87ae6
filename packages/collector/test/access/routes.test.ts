import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import {
  accessOf,
  methodsOf,
  type RouteAccess,
  routeAccess,
} from '../../src/access/route-access.ts';
import { type Scope, scopes } from '../../src/access/scopes.ts';
import { json, problemOf, startCollector, withKey } from '../start-collector.ts';
import { requests, type Things } from './route-requests.ts';

const unknown = async (): Promise<string> => '01890000-0000-7000-8000-000000000000';

/** None of it is there: what counts is whether one gets so far as to be told. */
const nothing: Things = {
  entry: unknown,
  key: unknown,
  stream: unknown,
  view: unknown,
  user: unknown,
  row: unknown,
  person: async () => 'ada',
};

test('every row of the access table is a route that exists', async (t) => {
  const { collector } = await startCollector(t);
  for (const route of Object.keys(routeAccess)) {
    const [method = '', url = ''] = route.split(' ');
    // Fastify keeps routes without the slash at the end.
    const kept = url.replace(/(.)\/$/, '$1');
    assert.ok(collector.app.hasRoute({ method: method as 'GET', url: kept }), route);
  }
});

test('a route without a row in the access table is refused', async (t) => {
  const { collector } = await startCollector(t);
  assert.equal(accessOf('GET', '/v1/secret'), undefined);
  // Fastify takes no routes once it listens, so the rule is seen on the hook itself.
  assert.throws(() => collector.app.get('/v1/secret', async () => 'x'));
});

test('every route lets in exactly who the table says', async (t) => {
  const { collector, ask } = await startCollector(t);
  // All act for the same person, so that what is refused is refused for want of a scope.
  const holderOf = async (scope: Scope) => {
    const { key } = await collector.createKey({ name: scope, scopes: [scope], userId: 'ada' });
    return [scope, withKey(ask, key)] as const;
  };
  const holders = new Map(await Promise.all(scopes.map(holderOf)));
  for (const [route, make] of Object.entries(requests)) {
    const [path, init] = await make(nothing);
    const needed = routeAccess[route];
    const anonymous = await ask(path, init);
    await anonymous.body?.cancel();
    assert.equal(anonymous.status === 401, needed !== 'anyone', `${route} without a key`);
    for (const [scope, holder] of holders) {
      const answer = await holder(path, init);
      await answer.body?.cancel();
      assert.notEqual(answer.status, 401, `${route} with ${scope}`);
      assert.equal(answer.status !== 403, mayUse(scope, needed), `${route} with ${scope}`);
    }
  }
});

// Said once more here, so that the test does not follow a mistake.
const may: { readonly [S in Scope]: readonly string[] } = {
  ingest: ['ingest'],
  own: ['own'],
  read: ['read', 'history permission'],
  triage: ['triage', 'read', 'history permission'],
  audit: ['audit', 'read', 'history permission'],
  admin: ['own', 'read', 'triage', 'audit', 'admin', 'history permission'],
};

function mayUse(scope: Scope, needed: RouteAccess = []): boolean {
  if (needed === 'signed in' || needed === 'anyone') return true;
  return [needed].flat().some((one) => may[scope].includes(one));
}

test('a wrong method is 405 and names the right ones', async (t) => {
  const { ask } = await startCollector(t);
  const answer = await ask('/v1/entries', { method: 'PUT' });
  assert.equal(answer.headers.get('allow'), 'POST, GET, HEAD');
  await problemOf(answer, 405, 'METHOD_NOT_ALLOWED');
  await problemOf(await ask('/v1/session/end'), 405, 'METHOD_NOT_ALLOWED');
  await problemOf(await ask('/v2/entries'), 404, 'NOT_FOUND');
  await problemOf(await ask('/nothing', { method: 'POST' }), 404, 'NOT_FOUND');
  assert.deepEqual(methodsOf('/v1/keys/abc'), ['DELETE']);
  assert.deepEqual(methodsOf('/api/logs'), ['POST']);
  assert.deepEqual(methodsOf('/api/logs/update/7/'), ['PATCH']);
});

test('keys: made, listed without secret, used, revoked', async (t) => {
  const { as, ask } = await startCollector(t);
  const admin = await as(['admin']);
  const expiresAt = '2099-01-01T00:00:00+01:00';
  const made = await admin('/v1/keys', json({ name: 'ci', scopes: ['read', 'ingest'], expiresAt }));
  assert.equal(made.status, 201);
  const { key, ...info } = (await made.json()) as { key: string; id: string; createdAt: string };
  assert.deepEqual(info, {
    id: info.id,
    name: 'ci',
    scopes: ['read', 'ingest'],
    tenant: 'default',
    createdAt: info.createdAt,
    expiresAt: '2098-12-31T23:00:00.000Z',
  });
  const ci = withKey(ask, key);
  assert.deepEqual(await (await ci('/v1/me')).json(), {
    id: info.id,
    name: 'ci',
    scopes: ['read', 'ingest'],
    tenant: 'default',
  });
  const listed = await (await admin('/v1/keys')).text();
  assert.ok(listed.includes(info.id));
  assert.equal(listed.includes(key.slice(29)), false);
  assert.match(listed, /lastUsedAt/);
  assert.equal((await admin(`/v1/keys/${info.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await admin(`/v1/keys/${info.id}`, { method: 'DELETE' })).status, 204);
  await problemOf(await ci('/v1/me'), 401, 'UNAUTHENTICATED');
  await problemOf(await admin('/v1/keys/none', { method: 'DELETE' }), 404, 'NOT_FOUND');
});

test('an admin of one tenant sees and makes keys of that tenant only', async (t) => {
  const { as, collector, ask } = await startCollector(t);
  const acme = await as(['admin'], 'acme');
  const other = await collector.createKey({ name: 'o', scopes: ['read'], tenant: 'other' });
  const { keys } = (await (await acme('/v1/keys')).json()) as { keys: { tenant: string }[] };
  assert.deepEqual(
    keys.map(({ tenant }) => tenant),
    ['acme'],
  );
  const theirs = json({ name: 'a', scopes: ['read'], tenant: 'other' });
  await problemOf(await acme('/v1/keys', theirs), 403, 'FORBIDDEN');
  await problemOf(await acme(`/v1/keys/${other.id}`, { method: 'DELETE' }), 404, 'NOT_FOUND');
  const operator = withKey(ask, collector.localKey);
  assert.equal((await operator('/v1/keys', theirs)).status, 201);
});

async function signIn(link: string): Promise<string> {
  const answer = await fetch(link, { redirect: 'manual' });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), '/');
  const cookie = answer.headers.get('set-cookie') ?? '';
  assert.match(
    cookie,
    /^whodid_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  return cookie.split(';')[0] ?? '';
}

test('a sign-in link works once and gives a cookie that reads', async (t) => {
  const { collector, ask } = await startCollector(t);
  const link = collector.signInLink();
  // Something that only looks whether the link is alive must not use it up.
  assert.equal((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status, 401);
  const cookie = await signIn(link);
  assert.equal((await ask('/v1/entries', { headers: { cookie } })).status, 200);
  const again = await fetch(link, { redirect: 'manual' });
  assert.equal(again.status, 401);
  assert.match(again.headers.get('content-type') ?? '', /text\/html/);
  assert.equal(again.headers.get('set-cookie'), null);
  const page = await again.text();
  assert.match(page, /does not work/);
  assert.equal(page.includes(new URL(link).searchParams.get('token') ?? '-'), false);
});

test('with a cookie, writing needs a header that a foreign page cannot send', async (t) => {
  const { collector, ask } = await startCollector(t);
  const cookie = await signIn(collector.signInLink());
  const post = (headers: Record<string, string>) =>
    ask('/v1/session/end', { method: 'POST', headers: { cookie, ...headers } });
  await problemOf(await post({}), 403, 'FORBIDDEN');
  assert.equal((await post({ 'x-whodid': '1' })).status, 204);
});

test('a session reads: it writes no entries and makes neither keys nor links', async (t) => {
  const { collector, ask } = await startCollector(t);
  const headers = { cookie: await signIn(collector.signInLink()), 'x-whodid': '1' };
  for (const [route, make] of Object.entries(requests)) {
    const [path, init] = await make(nothing);
    if (route === 'POST /v1/session/end') continue;
    const answer = await ask(path, { ...init, headers: { ...init?.headers, ...headers } });
    await answer.body?.cancel();
    const allowed = mayUse('audit', routeAccess[route]) || mayUse('triage', routeAccess[route]);
    assert.equal(answer.status !== 403, allowed, route);
  }
});

test('after signing out the cookie is worth nothing', async (t) => {
  const { collector, ask } = await startCollector(t);
  const cookie = await signIn(collector.signInLink());
  const headers = { cookie, 'x-whodid': '1' };
  const answer = await ask('/v1/session/end', { method: 'POST', headers });
  assert.equal(answer.status, 204);
  assert.match(
    answer.headers.get('set-cookie') ?? '',
    /^whodid_session=; .*Expires=Thu, 01 Jan 1970/,
  );
  await problemOf(await ask('/v1/me', { headers }), 401, 'UNAUTHENTICATED');
});

test('a link made by the admin of a tenant signs in to that tenant, not as operator', async (t) => {
  const { as, ask } = await startCollector(t);
  const acme = await as(['admin'], 'acme');
  const made = await acme('/v1/session/links', { method: 'POST' });
  const { url } = (await made.json()) as { url: string };
  const headers = { cookie: await signIn(url), 'x-whodid': '1' };
  const me = (await (await ask('/v1/me', { headers })).json()) as { tenant: string };
  assert.equal(me.tenant, 'acme');
  const other = json({ name: 'a', scopes: ['read'], tenant: 'other' });
  const answer = await ask('/v1/keys', { ...other, headers: { ...other.headers, ...headers } });
  await problemOf(answer, 403, 'FORBIDDEN');
});

// A foreign page can let a name of its own point to 127.0.0.1 and then is "the same origin".
test('a request addressed to another name is refused while only this machine is served', async (t) => {
  const { collector } = await startCollector(t);
  const { port } = new URL(collector.url);
  const status = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { hostname: '127.0.0.1', port, path: '/healthz', headers };
      const sent = request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });
  assert.equal(await status({ host: `localhost:${port}` }), 200);
  assert.equal(await status({ host: `[::1]:${port}` }), 200);
  assert.equal(await status({ host: 'evil.example' }), 403);
  assert.equal(await status({ host: `127.0.0.1.evil.example:${port}` }), 403);
  assert.equal(await status({ origin: 'https://evil.example' }), 403);
  assert.equal(await status({ origin: 'null' }), 403);
  assert.equal(await status({ origin: `http://127.0.0.1:${port}` }), 200);
});
