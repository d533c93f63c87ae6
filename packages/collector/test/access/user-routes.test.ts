import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, json, problemOf, startCollector } from '../start-collector.ts';
import {
  entriesOf,
  makeUser,
  operatorOf,
  password,
  signedIn,
  tryToSignIn,
  type UserInfo,
} from './sign-in.ts';

const patch = (body: object): RequestInit => ({ ...json(body), method: 'PATCH' });

async function listed(ask: Ask): Promise<readonly UserInfo[]> {
  const answer = await ask('/v1/users');
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { users: UserInfo[] }).users;
}

test('a user is made, listed without secrets, changed, disabled and enabled', async (t) => {
  const started = await startCollector(t);
  const operator = operatorOf(started);
  const ada = await makeUser(started, { name: ' Ada@Example.com ', role: 'viewer', userId: '13' });
  const { createdAt, ...rest } = ada as UserInfo & { createdAt: string };
  assert.match(createdAt, /^\d{4}-.*Z$/);
  assert.deepEqual(rest, {
    id: ada.id,
    name: 'ada@example.com',
    userId: '13',
    role: 'viewer',
    tenant: 'default',
    signsInWith: 'password',
  });
  const changed = await operator(`/v1/users/${ada.id}`, patch({ role: 'auditor', userId: '14' }));
  assert.deepEqual(await changed.json(), { ...ada, role: 'auditor', userId: '14' });
  await operator(`/v1/users/${ada.id}`, patch({ disabled: true }));
  assert.equal((await tryToSignIn(started, 'ada@example.com')).status, 401);
  const text = await (await operator('/v1/users')).text();
  assert.match(text, /disabledAt/);
  assert.doesNotMatch(text, /scrypt|correct|issuer/);
  await operator(`/v1/users/${ada.id}`, patch({ disabled: false, password: `${password}!` }));
  assert.equal((await tryToSignIn(started, 'ada@example.com')).status, 401);
  assert.equal((await tryToSignIn(started, 'ada@example.com', `${password}!`)).status, 204);
  const [again] = await listed(operator);
  assert.equal(again?.disabledAt, undefined);
  assert.match(again?.lastSignInAt ?? '', /^\d{4}-/);
});

test('what cannot be a user is refused with the field, and nobody is made', async (t) => {
  const started = await startCollector(t);
  const operator = operatorOf(started);
  const good = { name: 'ada', role: 'viewer', password };
  const wrong: readonly (readonly [object, string])[] = [
    [{ ...good, name: 'a b' }, 'name'],
    [{ ...good, name: '' }, 'name'],
    [{ ...good, name: 'x'.repeat(101) }, 'name'],
    [{ ...good, name: 'ada\u202e' }, 'name'],
    [{ ...good, role: 'root' }, 'role'],
    [{ ...good, password: 'x'.repeat(11) }, 'password'],
    [{ ...good, password: 'x'.repeat(257) }, 'password'],
    [{ ...good, password: 1 }, 'password'],
    [{ ...good, name: 'a-very-long-name', password: 'A-very-long-name' }, 'password'],
    [{ ...good, userId: ' ' }, 'userId'],
    [{ ...good, operator: true }, 'operator'],
    [{ ...good, issuer: 'https://id.example' }, 'issuer'],
  ];
  for (const [body, path] of wrong) {
    const problem = await problemOf(await operator('/v1/users', json(body)), 400, 'BODY_INVALID');
    assert.equal(problem.path, path);
    assert.equal(JSON.stringify(problem).includes(password), false);
  }
  assert.deepEqual(await listed(operator), []);
  const { id } = await makeUser(started, { name: 'ada', role: 'viewer' });
  for (const [body, path] of [
    [{}, ''],
    [{ role: 'root' }, 'role'],
    [{ password: 'short' }, 'password'],
    [{ name: 'eve' }, 'name'],
    [{ tenant: 'other' }, 'tenant'],
  ] as const) {
    const answer = await operator(`/v1/users/${id}`, patch(body));
    assert.equal((await problemOf(answer, 400, 'BODY_INVALID')).path, path);
  }
});

test('a name is taken once in a tenant, in whatever form it is typed', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  // The last one in the wide letters of Japanese keyboards.
  for (const name of ['ada', ' ADA ', '\uff41\uff44\uff41']) {
    const answer = await operatorOf(started)('/v1/users', json({ name, role: 'own', password }));
    await problemOf(answer, 409, 'NAME_TAKEN');
  }
  const both = ['eve', 'eve'].map((name) =>
    operatorOf(started)('/v1/users', json({ name, role: 'own', password })),
  );
  const codes = (await Promise.all(both)).map(({ status }) => status);
  assert.deepEqual(codes.sort(), [201, 409], 'at the same moment');
});

test('a name that is taken in one tenant is free in every other one', async (t) => {
  const started = await startCollector(t);
  const tenants = ['default', 'acme', 'a/b'];
  for (const [at, tenant] of tenants.entries()) {
    const user = { name: 'Ada', role: 'viewer', tenant, password: `${password} ${at}` };
    const made = await operatorOf(started)('/v1/users', json(user));
    assert.equal(made.status, 201, tenant);
    const { userId } = (await made.json()) as UserInfo;
    assert.equal(userId, 'ada');
  }
  for (const [at, name] of ['ada', 'acme/ADA', 'a/b/ada', 'default/ada'].entries()) {
    const answer = await tryToSignIn(started, name, `${password} ${at % tenants.length}`);
    assert.equal(answer.status, 204, name);
  }
  // Nobody gets a name that looks like one of another tenant.
  const posing = json({ name: 'acme/eve', role: 'own', password });
  await problemOf(await operatorOf(started)('/v1/users', posing), 400, 'BODY_INVALID');
  for (const name of ['b/ada', '/ada', 'acme/', 'acme//ada']) {
    assert.equal((await tryToSignIn(started, name, `${password} 1`)).status, 401, name);
  }
});

test('an admin of one tenant manages its users, and those of others are as if not there', async (t) => {
  const started = await startCollector(t);
  const acme = await started.as(['admin'], 'acme');
  const theirs = await makeUser(started, { name: 'bob', role: 'own', tenant: 'other' });
  await makeUser(started, { name: 'ada', role: 'own', tenant: 'acme' });
  assert.deepEqual(
    (await listed(acme)).map(({ name }) => name),
    ['acme/ada'],
  );
  const change = patch({ role: 'admin' });
  const [foreign, unknown] = await Promise.all([
    acme(`/v1/users/${theirs.id}`, change).then((answer) => answer.text()),
    acme(`/v1/users/${theirs.id.slice(0, -1)}x`, change).then((answer) => answer.text()),
  ]);
  assert.equal(foreign, unknown);
  await problemOf(await acme(`/v1/users/${theirs.id}`, change), 404, 'NOT_FOUND');
  const there = json({ name: 'eve', role: 'admin', password, tenant: 'other' });
  await problemOf(await acme('/v1/users', there), 403, 'FORBIDDEN');
  const all = await listed(operatorOf(started));
  assert.deepEqual(
    all.map(({ name, role }) => [name, role]),
    [
      ['acme/ada', 'own'],
      ['other/bob', 'own'],
    ],
  );
});

test('an admin who is a user manages users, and neither the own role nor the own place', async (t) => {
  const started = await startCollector(t);
  const ada = await makeUser(started, { name: 'ada', role: 'admin', tenant: 'acme' });
  const bob = await makeUser(started, { name: 'bob', role: 'own', tenant: 'acme' });
  const asAda = await signedIn(started, 'acme/ada');
  for (const body of [
    { role: 'own' },
    { role: 'admin' },
    { disabled: true },
    { userId: 'bob' },
    { password: `${password}!` },
  ]) {
    await problemOf(await asAda(`/v1/users/${ada.id}`, patch(body)), 403, 'FORBIDDEN');
  }
  assert.equal((await asAda(`/v1/users/${bob.id}`, patch({ role: 'viewer' }))).status, 200);
  // The other tenant is out of reach for an admin in a browser, too.
  const cid = await makeUser(started, { name: 'cid', role: 'own', tenant: 'other' });
  await problemOf(await asAda(`/v1/users/${cid.id}`, patch({ role: 'own' })), 404, 'NOT_FOUND');
  const there = json({ name: 'eve', role: 'admin', password, tenant: 'other' });
  await problemOf(await asAda('/v1/users', there), 403, 'FORBIDDEN');
});

test('somebody who may see the own history reads no list, of entries, users or keys', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'own' });
  const asAda = await signedIn(started, 'ada');
  for (const path of [
    '/v1/entries',
    '/v1/entries/01890000-0000-7000-8000-000000000000',
    '/v1/entries/live',
    '/v1/users',
    '/v1/keys',
  ]) {
    await problemOf(await asAda(path), 403, 'FORBIDDEN');
  }
  const link = await asAda('/v1/session/links', { method: 'POST' });
  await problemOf(link, 403, 'FORBIDDEN');
  const me = (await (await asAda('/v1/me')).json()) as { scopes: string[]; userId: string };
  assert.deepEqual([me.scopes, me.userId], [['own'], 'ada']);
});

test('every change is an entry of the user’s tenant, and none has the password', async (t) => {
  const started = await startCollector(t);
  const operator = operatorOf(started);
  const secret = 'Z3bra-canary-Z3bra';
  const ada = await makeUser(started, {
    ...{ name: 'ada', role: 'own', tenant: 'acme', userId: '13' },
    password: `${secret}-1`,
  });
  await operator(`/v1/users/${ada.id}`, patch({ role: 'viewer', password: `${secret}-2` }));
  await operator(`/v1/users/${ada.id}`, patch({ disabled: true }));
  await operator(`/v1/users/${ada.id}`, patch({ disabled: false }));
  const entries = await entriesOf(started, 'action:whodid.user.', 'acme');
  const target = { type: 'user', id: '13', name: 'acme/ada' };
  assert.deepEqual(
    entries.map(({ action, data, targets }) => [action, data, targets]),
    [
      ['whodid.user.create', { role: 'own' }, [target]],
      [
        'whodid.user.update',
        { changes: [{ field: 'role', old: 'own', new: 'viewer' }, { field: 'password' }] },
        [target],
      ],
      [
        'whodid.user.disable',
        { changes: [{ field: 'disabled', old: false, new: true }] },
        [target],
      ],
      ['whodid.user.update', { changes: [{ field: 'disabled', old: true, new: false }] }, [target]],
    ],
  );
  assert.equal(JSON.stringify(entries).includes('canary'), false);
  assert.deepEqual(
    await entriesOf(started, 'action:whodid.user.'),
    [],
    'nothing in another tenant',
  );
});

test('a change cuts open live streams of the user within 5 s', async (t) => {
  const started = await startCollector(t);
  const ada = await makeUser(started, { name: 'ada', role: 'viewer' });
  const asAda = await signedIn(started, 'ada');
  const stream = await asAda('/v1/entries/live');
  assert.equal(stream.status, 200);
  const ended = stream.text();
  await operatorOf(started)(`/v1/users/${ada.id}`, patch({ role: 'own' }));
  const began = performance.now();
  await ended;
  // The check runs every 5 s; the rest is for a machine that is busy.
  assert.ok(performance.now() - began < 9000);
  await problemOf(await asAda('/v1/me'), 401, 'UNAUTHENTICATED');
});

test('a link that a user makes ends with the user', async (t) => {
  const started = await startCollector(t);
  const ada = await makeUser(started, { name: 'ada', role: 'admin' });
  const asAda = await signedIn(started, 'ada');
  const made = await asAda('/v1/session/links', { method: 'POST' });
  const { url } = (await made.json()) as { url: string };
  const opened = await fetch(url, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const me = await (await started.ask('/v1/me', { headers: { cookie } })).json();
  assert.equal((me as { name: string }).name, 'ada');
  await operatorOf(started)(`/v1/users/${ada.id}`, patch({ disabled: true }));
  await problemOf(await started.ask('/v1/me', { headers: { cookie } }), 401, 'UNAUTHENTICATED');
});
