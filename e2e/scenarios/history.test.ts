// Acceptance scenario 18 and the half of scenario 5 that is about histories: an Express app whose
// users have tokens, and a collector on SQLite that verifies the same tokens.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { expressCapture, routePolicy } from '@whodid/capture/express';
import { jwtTokens } from '@whodid/capture/jwt';
import type { CollectorOptions } from '@whodid/collector';
import express from 'express';
import { openScene, type Scene, settled } from './scene.ts';
import { secret, token } from './tokens.ts';

const own = '/activity-logs/user-history/';
const all = '/activity-logs/admin-history/';

interface History {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly {
    readonly id: string;
    readonly event_name: string;
    readonly client_ip_address: string;
    readonly created_time: string;
    readonly user_id?: string | number | null;
  }[];
}

interface Shop {
  readonly scene: Scene;
  /** Asks the app, with the token of a user. */
  use(path: string, claims: object | null): Promise<void>;
  /** Asks the collector, with a token of these claims. */
  ask(path: string, claims: object): Promise<Response>;
  history(path: string, claims: object): Promise<History>;
}

async function openShop(t: TestContext, history: CollectorOptions['history']): Promise<Shop> {
  const scene = await openScene(t, {}, { jwt: { secret }, history });
  const app = express();
  app.use(expressCapture(scene.recorder, { tokens: jwtTokens({ secret }) }));
  app.get('/orders', routePolicy({ name: 'orders-list' }), (_, res) => void res.json([]));
  app.post('/redeem', routePolicy({ name: 'orders-redeem' }), (_, res) => void res.json({}));
  app.get('/health', routePolicy({ name: 'health' }), (_, res) => void res.json({}));
  const url = await scene.serve(app);
  const bearer = async (claims: object): Promise<{ authorization: string }> => ({
    authorization: `Bearer ${await token({ ...claims })}`,
  });
  const ask: Shop['ask'] = async (path, claims) =>
    fetch(new URL(path, scene.collector.url), { headers: await bearer(claims) });
  return {
    scene,
    ask,
    async use(path, claims) {
      const method = path === '/redeem' ? 'POST' : 'GET';
      const headers = claims === null ? {} : await bearer(claims);
      await (await fetch(url + path, { method, headers })).text();
    },
    async history(path, claims) {
      await scene.recorder.flush('remote');
      const answer = await ask(path, claims);
      const text = await answer.text();
      assert.equal(answer.status, 200, text);
      return JSON.parse(text);
    },
  };
}

const ada = { user_id: 13 };
const bob = { user_id: 14 };
const viewer = { user_id: 1, whodid_role: 'viewer' };
const admin = { user_id: 2, whodid_role: 'admin' };
const granted = { user_id: 3, permissions: ['shop.see', 'customers.can_view_logs'] };

function names({ results }: History): readonly string[] {
  return results.map(({ event_name }) => event_name);
}

test('scenario 18: users see their own requests, administrators see all, with the names they have', async (t) => {
  const { ask, history, scene, use } = await openShop(t, {
    permission: 'customers.can_view_logs',
    labels: { 'orders-redeem': 'Redeem Card', 'orders-list': '' },
    hidden: ['health'],
  });
  for (const path of ['/orders', '/health', '/redeem']) await use(path, ada);
  await use('/orders', bob);
  await use('/orders', null);
  await settled();

  const mine = await history(own, ada);
  assert.deepEqual(names(mine), ['Redeem Card', 'orders-list']);
  assert.deepEqual([mine.count, mine.next, mine.previous], [2, null, null]);
  const [newest] = mine.results;
  assert.deepEqual(Object.keys(newest ?? {}).toSorted(), [
    ...['client_ip_address', 'created_time', 'event_name', 'id'],
  ]);
  assert.equal(newest?.client_ip_address, '127.0.0.1');
  const [entry] = await scene.entries('route.name:orders-redeem');
  assert.deepEqual([newest?.id, newest?.created_time], [entry?.id, entry?.occurredAt]);
  // What the credential says counts, and not what is asked for.
  assert.equal((await ask(`${own}?user_id=14`, ada)).status, 400);

  for (const claims of [viewer, admin, granted]) {
    const everybodys = await history(all, claims);
    assert.deepEqual(
      everybodys.results.map(({ event_name, user_id }) => [user_id, event_name]),
      [
        [null, 'orders-list'],
        [14, 'orders-list'],
        [13, 'Redeem Card'],
        [13, 'health'],
        [13, 'orders-list'],
      ],
    );
  }
  // Hidden for people, and the filter is a second condition: neither takes the place of the other.
  assert.deepEqual(names(await history(`${all}?url_name=health`, granted)), ['health']);
  assert.deepEqual(names(await history(`${all}?url_name=orders-list&user_id=13`, admin)), [
    'orders-list',
  ]);

  for (const claims of [ada, { ...ada, permissions: ['whodid.view_activitylog'] }]) {
    const refused = await ask(all, claims);
    assert.equal(refused.status, 403);
    const { detail } = (await refused.json()) as { readonly detail: string };
    assert.equal(detail, 'You do not have permission to view admin history!');
  }
  for (const path of [own, all]) {
    assert.equal((await fetch(new URL(path, scene.collector.url))).status, 401);
    const forged = await token(admin, { key: 'another secret that is long enough, too' });
    const headers = { authorization: `Bearer ${forged}` };
    assert.equal((await fetch(new URL(path, scene.collector.url), { headers })).status, 401);
  }
});

test('scenario 18: a limit of 100 is 100', async (t) => {
  const { ask, history, use } = await openShop(t, { limit: 100 });
  await Promise.all(Array.from({ length: 120 }, () => use('/orders', ada)));
  await settled();
  for (const [path, claims] of [
    [own, ada],
    [all, admin],
  ] as const) {
    const first = await history(path, claims);
    assert.deepEqual([first.results.length, first.count], [100, 120]);
    assert.equal((await history(first.next ?? '', claims)).results.length, 20);
    assert.equal((await ask(`${path}?limit=101`, claims)).status, 400);
    assert.equal((await ask(`${path}?limit=1500`, claims)).status, 400);
  }
});

test('scenario 5: the day before which is belongs to it, in UTC', async (t) => {
  const { ask, history, scene } = await openShop(t, {});
  const { localKey, url } = scene.collector;
  const times = [
    '2025-01-31T00:00:00.000Z',
    '2025-01-31T23:59:59.999Z',
    '2025-02-01T00:00:00.000Z',
  ];
  const actor = { type: 'user', id: '13' };
  const posted = await fetch(`${url}/v1/entries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${localKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(
      times.map((occurredAt) => ({ kind: 'http.in', action: 'http.request', actor, occurredAt })),
    ),
  });
  assert.equal(posted.status, 200);
  const [first, last, after] = times;
  for (const [path, claims] of [
    [own, ada],
    [all, viewer],
  ] as const) {
    const seen = async (query: string): Promise<readonly string[]> =>
      (await history(`${path}?${query}`, claims)).results.map(({ created_time }) => created_time);
    assert.deepEqual(await seen('created_time_before=2025-01-31'), [last, first]);
    assert.deepEqual(await seen('created_time_after=2025-01-31'), [after, last, first]);
    assert.deepEqual(await seen('created_time_after=2025-02-01'), [after]);
    const day = 'created_time_after=2025-01-31&created_time_before=2025-01-31';
    assert.deepEqual(await seen(day), [last, first]);
    for (const bad of [
      'created_time_after=2025-02-01&created_time_before=2025-01-31',
      'created_time_after=abc',
      'created_time_before=abc',
    ]) {
      const refused = await ask(`${path}?${bad}`, claims);
      assert.equal(refused.status, 400);
      const { parameter } = (await refused.json()) as { readonly parameter: string };
      assert.equal(parameter, bad.split('=', 1)[0]);
    }
  }
});

test('scenario 5: newest first, and pages stay in step while requests are recorded', async (t) => {
  const { history, use } = await openShop(t, {});
  for (let at = 0; at < 25; at += 1) await use('/orders', ada);
  await settled();
  const whole = (await history(own, ada)).results.map(({ id }) => id);
  assert.equal(whole.length, 25);

  const pages = [await history(`${own}?limit=4`, ada)];
  for (let page = pages[0]; page !== undefined && page.next !== null; page = pages.at(-1)) {
    await use('/orders', ada);
    await settled();
    pages.push(await history(page.next, ada));
  }
  const seen = pages.flatMap(({ results }) => results.map(({ id }) => id));
  assert.deepEqual(seen, whole);
  assert.equal(pages.at(-1)?.count, 31);
  const times = pages.flatMap(({ results }) => results.map(({ created_time }) => created_time));
  assert.deepEqual(times, times.toSorted().toReversed());
});
