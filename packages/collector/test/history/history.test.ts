import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { pageOf, problemOf, startCollector } from '../start-collector.ts';
import { all, historyOf, own, startHistories } from './histories.ts';

test('one’s own history is what one did, and nothing of anybody else', async (t) => {
  const { person, post } = await startHistories(t, { store: null });
  const [, , mine] = await post([
    { user: 'Ada', at: 1 },
    { user: 'ada lovelace', at: 2 },
    { user: 'ada', at: 3, name: 'orders', ip: '203.0.113.9' },
    { user: null, at: 4 },
    { user: 'bob', at: 5 },
    // A service, and somebody, who are merely named so.
    { kind: 'http.in', action: 'a', actor: { type: 'service', id: 'ada' } },
    { kind: 'http.in', action: 'a', actor: { type: 'user', id: 'eve', name: 'ada' } },
    // Hers, and no request.
    { kind: 'action', action: 'order.refund', actor: { type: 'user', id: 'ada' } },
    { kind: 'http.out', action: 'http.request', actor: { type: 'user', id: 'ada' } },
  ]);
  await post([{ user: 'ada', at: 6 }], 'other');
  assert.deepEqual(await historyOf((await person('ada'))(own)), {
    count: 1,
    next: null,
    previous: null,
    results: [
      {
        id: mine,
        event_name: 'orders',
        client_ip_address: '203.0.113.9',
        created_time: '1970-01-01T00:00:00.003Z',
      },
    ],
  });
  assert.equal((await historyOf((await person('ada', 'other'))(own))).results.length, 1);
  assert.equal((await historyOf((await person('carol'))(own))).count, 0);
});

test('with and without a slash at the end, by GET and HEAD', async (t) => {
  const { admin, person, post } = await startHistories(t);
  await post([
    { user: 'ada', at: 1 },
    { user: 'ada', at: 2 },
  ]);
  const ada = await person('ada');
  for (const [ask, path] of [
    [ada, own],
    [admin, all],
  ] as const) {
    for (const url of [path, path.slice(0, -1)]) {
      const { next } = await historyOf(ask(`${url}?limit=1`));
      assert.ok(next?.startsWith(`${url}?limit=1&offset=1&cursor=`), String(next));
      assert.equal((await historyOf(ask(String(next)))).results[0]?.created_time.slice(-4), '001Z');
      assert.equal((await ask(url, { method: 'HEAD' })).status, 200);
    }
  }
});

test('a credential that acts for nobody has no history', async (t) => {
  const { ask, collector } = await startCollector(t);
  const authorization = `Bearer ${collector.localKey}`;
  const problem = await problemOf(await ask(own, { headers: { authorization } }), 403, 'FORBIDDEN');
  assert.match(String(problem.detail), /^This credential acts for nobody/);
});

test('the histories of others need the scope or the permission, and the refusal says so', async (t) => {
  const { admin, auditor, person } = await startHistories(t);
  for (const ask of [admin, auditor]) assert.equal((await historyOf(ask(all))).count, 0);
  const problem = await problemOf(await (await person('ada'))(all), 403, 'FORBIDDEN');
  assert.equal(problem.detail, 'You do not have permission to view admin history!');
});

const routes = [
  { user: 'ada', name: 'orders', route: '/orders', at: 1 },
  { user: 'ada', route: '/health', at: 2 },
  { user: 'ada', name: 'showHealth', route: '/health', at: 3 },
  { user: 'ada', name: 'secret', route: '/s', at: 4 },
  { user: 'bob', name: 'secret', route: '/s', at: 5 },
  { user: 'ada', at: 6 },
];

test('hidden routes are in the administrator’s history only, and a filter is a further condition', async (t) => {
  const history = { hidden: ['secret', '/health', 'nowhere'] };
  const { admin, person, post } = await startHistories(t, { store: null, history });
  await post(routes);
  const seen = async (ask: typeof admin, path: string): Promise<string> => {
    const { count, results } = await historyOf(ask(path));
    assert.equal(count, results.length);
    return results.map(({ event_name }) => event_name).join(' ');
  };
  const ada = await person('ada');
  assert.equal(await seen(ada, own), 'http.request orders');
  assert.equal(await seen(await person('bob'), own), '');
  assert.equal(await seen(admin, all), 'http.request secret secret showHealth /health orders');
  assert.equal(await seen(admin, `${all}?url_name=secret`), 'secret secret');
  assert.equal(await seen(admin, `${all}?url_name=secret&user_id=bob`), 'secret');
  assert.equal(await seen(admin, `${all}?url_name=/health`), 'showHealth /health');
  assert.equal(await seen(admin, `${all}?url_name=showHealth`), 'showHealth');
  assert.equal(await seen(admin, `${all}?url_name=orders&created_time_after=2000`), '');
  assert.equal(await seen(admin, `${all}?user_id=ada&url_name=orders`), 'orders');
});

test('events are called by their label, by the name of the route, by its pattern', async (t) => {
  const labels = {
    orders: 'Order list',
    secret: '',
    '/health': 'Still alive?',
    'http.request': 'Something else',
    constructor: 'A strange name',
  };
  const { admin, post } = await startHistories(t, { history: { labels } });
  await post([
    ...routes.slice(0, 4),
    { user: 'ada', name: 'constructor', at: 7 },
    { user: 'ada', name: 'toString', at: 8 },
    { user: 'ada', at: 9 },
  ]);
  const { results } = await historyOf(admin(all));
  assert.deepEqual(
    results.map(({ event_name }) => event_name),
    [
      ...['Something else', 'toString', 'A strange name', 'secret'],
      ...['showHealth', 'Still alive?', 'Order list'],
    ],
  );
});

test('the administrator sees who it was, as a number if it is written as one', async (t) => {
  const { admin, post } = await startHistories(t);
  const service = { kind: 'http.in', action: 'a', actor: { type: 'service', id: 'billing' } };
  const users = ['13', '013', '0', '-1', '1e3', '12345678901234567890', 'ada'];
  await post([...users.map((user, at) => ({ user, at })), { user: null, at: 99 }, service]);
  const { results } = await historyOf(admin(all));
  assert.deepEqual(
    results.map(({ user_id }) => user_id),
    [null, null, 'ada', '12345678901234567890', '1e3', '-1', 0, '013', 13],
  );
  for (const [user_id, count] of [
    ['13', 1],
    ['013', 1],
    ['billing', 0],
  ] as const) {
    assert.equal((await historyOf(admin(`${all}?user_id=${user_id}`))).count, count, user_id);
  }
});

test('links keep every filter, and their cursor is good with no other', async (t) => {
  const { admin, post } = await startHistories(t, { store: null });
  const names = ['a&b=c', 'a&b=d'];
  const ids = await post(
    Array.from({ length: 30 }, (_, at) => ({ user: 'ada/"x"', name: names[at % 2] ?? '', at })),
  );
  const query = new URLSearchParams({
    user_id: 'ada/"x"',
    url_name: 'a&b=c',
    created_time_after: '1970-01-01',
    created_time_before: '7d',
    limit: '4',
    format: 'json',
  });
  const seen: string[] = [];
  let page = await historyOf(admin(`${all}?${query}`));
  for (;;) {
    seen.push(...page.results.map(({ id }) => id));
    assert.equal(page.count, 15);
    if (page.next === null) break;
    page = await historyOf(admin(page.next));
  }
  assert.deepEqual(seen, ids.filter((_, at) => at % 2 === 0).toReversed());
  const first = await historyOf(admin(`${all}?${query}`));
  await problemOf(await admin(String(first.next).replace('ada', 'bob')), 400, 'CURSOR_INVALID');
});

test('every look at a history is itself an entry', async (t) => {
  const { admin, auditor, person, post } = await startHistories(t);
  await post([{ user: 'ada', name: 'orders', at: 1 }]);
  await historyOf((await person('ada'))(`${own}?created_time_after=1970-01-01`));
  await historyOf(admin(all));
  await historyOf(admin(`${all}?user_id=ada&url_name=orders`));
  const { entries } = await pageOf(await auditor('/v1/entries?q=action:whodid.look'));
  const looks = entries as unknown as readonly EntryFields[];
  assert.deepEqual(
    looks.map(({ actor, data, targets }) => [actor.id === 'ada', data, targets]).toReversed(),
    [
      [
        true,
        { what: 'user-history', from: '1970-01-01T00:00:00.000Z', entries: 1 },
        [{ type: 'user', id: 'ada' }],
      ],
      [false, { what: 'admin-history', entries: 1 }, []],
      [
        false,
        { what: 'admin-history', query: 'url_name=orders', entries: 1 },
        [{ type: 'user', id: 'ada' }],
      ],
    ],
  );
});

// A store on disk, where who did something is found through the index.
test('whose id looks like a card number shares no history with others, nor with who is named so', async (t) => {
  const { post, person, admin } = await startHistories(t, { store: null });
  await post([{ user: '4111111111111111', at: 1 }]);
  const [{ user_id: mask } = { user_id: '' }] = (await historyOf(admin(all))).results;
  assert.match(String(mask), /redacted/);
  assert.equal((await historyOf((await person(String(mask)))(own))).count, 0);
});
