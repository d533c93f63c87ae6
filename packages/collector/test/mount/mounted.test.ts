import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type AppUser, whodidDashboard } from '../../src/express/index.ts';
import { json, pageOf, problemOf, startCollector } from '../start-collector.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { startFastifyShop } from './fastify-shop.ts';
import { userIn } from './shop.ts';

type Ask = (path: string, who: string | null, init?: RequestInit) => Promise<Response>;

const ofPage = { 'x-whodid': '1' };

/** The middleware for Express under `node:http`, mounted at `/activity`. */
async function startPlain(t: TestContext, user = userOf) {
  const started = await startCollector(t, { dashboardDir: pagesIn(t) });
  const handler = whodidDashboard({ collector: started.collector, user });
  const server = createServer((request, response) => {
    const asked = Object.assign(request, { baseUrl: '/activity' });
    asked.url = asked.url?.replace('/activity', '') ?? '/';
    handler(asked, response, (error) => {
      response.statusCode = (error as { status?: number }).status ?? 500;
      response.end(`the app says: ${error}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...started, asPerson: askAt(url) };
}

// As it is built, with files beside it.
function pagesIn(t: TestContext): string {
  const directory = temporaryDirectory(t);
  const page =
    '<meta name="whodid-mount" content="" /><script src="./assets/index-0a1b2c3d.js"></script>';
  writeFileSync(join(directory, 'index.html'), page);
  return directory;
}

function askAt(url: string): Ask {
  return (path, who, { headers, ...init } = {}) => {
    const cookie: Record<string, string> = who === null ? {} : { cookie: `shop=${who}` };
    const all = { ...(headers as Record<string, string>), ...cookie };
    return fetch(url + path, { ...init, headers: all, redirect: 'manual' });
  };
}

function userOf({ headers }: IncomingMessage): AppUser | null {
  return userIn(headers.cookie);
}

test('whom the app does not know gets what the app says, also for files', async (t) => {
  const { asPerson } = await startPlain(t);
  for (const path of [
    '/activity',
    '/activity/theme.js',
    '/activity/v1/entries',
    '/activity/healthz',
  ]) {
    const answer = await asPerson(path, null);
    assert.equal(answer.status, 403, path);
    assert.match(await answer.text(), /^the app says/);
  }
});

test('nobody is let in by a mistake of the app', async (t) => {
  for (const mistake of [{}, { id: '', role: 'admin' }, { id: 'a', role: 'root' }, { id: 7 }]) {
    const { asPerson } = await startPlain(t, () => mistake as AppUser);
    assert.equal((await asPerson('/activity/v1/entries', 'ada.viewer')).status, 500);
  }
  const { asPerson } = await startPlain(t, () => {
    throw new Error('the session store is away');
  });
  assert.equal((await asPerson('/activity/v1/entries', 'ada.viewer')).status, 500);
  const { collector } = await startCollector(t);
  const given = { collector } as Parameters<typeof whodidDashboard>[0];
  assert.throws(() => whodidDashboard(given), { code: 'CONFIG_INVALID' });
  const misspelt = { ...given, user: () => null, usr: 1 };
  assert.throws(() => whodidDashboard(misspelt), { code: 'CONFIG_UNKNOWN' });
});

test('a role may what it may, and every look is of the person of the app', async (t) => {
  const { asPerson, as } = await startPlain(t);
  await (await as(['ingest']))('/v1/entries', json({ action: 'order.place' }));
  const seen = await pageOf(await asPerson('/activity/v1/entries?q=action:order', 'ada.viewer'));
  assert.equal(seen.entries.length, 1);
  const key = { ...json({ name: 'a', scopes: ['ingest'] }) };
  key.headers = { ...(key.headers as Record<string, string>), ...ofPage };
  await problemOf(await asPerson('/activity/v1/keys', 'ada.viewer', key), 403, 'FORBIDDEN');
  await problemOf(await asPerson('/activity/v1/entries', 'ada.own'), 403, 'FORBIDDEN');
  await problemOf(await asPerson('/activity/v1/entries', 'ada.admin', json({})), 403, 'FORBIDDEN');
  assert.equal((await asPerson('/activity/v1/keys', 'eve.admin', key)).status, 201);
  const looks = await pageOf(
    await asPerson('/activity/v1/entries?q=action:whodid.look', 'bob.auditor'),
  );
  const [{ actor } = {}] = looks.entries;
  assert.deepEqual(actor, { type: 'user', id: 'ada', name: 'ada of the shop' });
});

test('a foreign page cannot write with the session of the app', async (t) => {
  const { asPerson } = await startPlain(t);
  const key = json({ name: 'a', scopes: ['ingest'] });
  await problemOf(await asPerson('/activity/v1/keys', 'eve.admin', key), 403, 'FORBIDDEN');
});

test('keys and sessions of the collector are of no use there, and none is begun', async (t) => {
  const { asPerson, collector } = await startPlain(t);
  const headers = { authorization: `Bearer ${collector.localKey}` };
  assert.equal((await asPerson('/activity/v1/entries', null, { headers })).status, 403);
  await problemOf(await asPerson('/activity/v1/keys', 'ada.viewer', { headers }), 403, 'FORBIDDEN');
  const link = new URL(collector.signInLink());
  const answer = await asPerson(`/activity/${link.search}`, 'ada.viewer');
  assert.equal(answer.headers.get('set-cookie'), null);
  for (const path of ['/v1/session/ways', '/auth/oidc']) {
    await problemOf(await asPerson(`/activity${path}`, 'ada.viewer'), 404, 'NOT_FOUND');
  }
  // The link is still good: nothing has used it up.
  assert.equal(
    (await fetch(link, { redirect: 'manual' })).headers.get('set-cookie') === null,
    false,
  );
});

test('the collector itself takes nobody for somebody of an app', async (t) => {
  const { ask } = await startPlain(t);
  const headers = { cookie: 'shop=ada.admin' };
  await problemOf(await ask('/v1/entries', { headers }), 401, 'UNAUTHENTICATED');
});

test('the page finds its files below the path of the app, and the policy is as strict', async (t) => {
  const { asPerson } = await startPlain(t);
  for (const path of ['/activity', '/activity/', '/activity/people/user/ada@shop.test']) {
    const answer = await asPerson(path, 'ada.viewer');
    const text = await answer.text();
    assert.match(text, /<meta name="whodid-mount" content="\/activity\/"/, path);
    assert.match(text, /src="\/activity\/assets\/index-/, path);
    assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  }
});

test('live ends when the app does not know the person any more', { timeout: 30_000 }, async (t) => {
  let isIn = true;
  const { asPerson } = await startPlain(t, () => (isIn ? { id: 'ada', role: 'viewer' } : null));
  const live = await asPerson('/activity/v1/entries/live', 'ada.viewer');
  assert.equal(live.status, 200);
  isIn = false;
  const before = performance.now();
  // Ends, or the test does not.
  assert.match(await live.text(), /^: live/);
  assert.ok(performance.now() - before < 6000);
});

test('Fastify: refused by the app, served under its prefix, bodies included', async (t) => {
  const { collector } = await startCollector(t, { dashboardDir: pagesIn(t) });
  const shop = await startFastifyShop(collector);
  t.after(() => shop.close());
  const asPerson = askAt(shop.url);
  assert.equal((await asPerson('/activity', null)).headers.get('location'), '/login');
  const closed = await asPerson('/closed', null);
  assert.deepEqual([closed.status, await closed.json()], [403, { shop: 'Forbidden' }]);
  assert.match(await (await asPerson('/activity', 'ada.viewer')).text(), /content="\/activity\/"/);
  const key = json({ name: 'a', scopes: ['ingest'] });
  key.headers = { ...(key.headers as Record<string, string>), ...ofPage };
  assert.equal((await asPerson('/activity/v1/keys', 'eve.admin', key)).status, 201);
  const own = await asPerson('/v1/entries', null);
  assert.equal(await own.text(), 'of the shop');
  assert.equal(own.headers.get('content-security-policy'), null);
});
