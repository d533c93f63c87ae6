import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { json, problemOf, startCollector } from '../start-collector.ts';
import {
  cookieOf,
  entriesOf,
  makeUser,
  operatorOf,
  password,
  signedIn,
  tryToSignIn,
  withCookie,
} from './sign-in.ts';

test('the right name and password give a cookie out of reach of scripts and other sites', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer', userId: '13' });
  const answer = await tryToSignIn(started, 'Ada');
  assert.equal(answer.status, 204);
  assert.match(
    answer.headers.get('set-cookie') ?? '',
    /^whodid_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const me = await (await withCookie(started.ask, cookieOf(answer))('/v1/me')).json();
  assert.deepEqual(
    { ...(me as object), id: '' },
    { id: '', name: 'ada', userId: '13', scopes: ['own', 'read'], tenant: 'default' },
  );
});

test('over https the cookie is for https only', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  const headers = { 'x-forwarded-proto': 'https' };
  const answer = await tryToSignIn(started, 'ada', password, headers);
  assert.match(answer.headers.get('set-cookie') ?? '', /; HttpOnly; Secure; SameSite=Strict$/);
  const byLink = await fetch(started.collector.signInLink(), { redirect: 'manual', headers });
  assert.match(byLink.headers.get('set-cookie') ?? '', /; Secure;/);
});

test('a wrong name, a wrong password and a disabled user get one and the same answer', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  const off = await makeUser(started, { name: 'off', role: 'viewer' });
  const disable = { ...json({ disabled: true }), method: 'PATCH' };
  await operatorOf(started)(`/v1/users/${off.id}`, disable);
  const seen: string[] = [];
  for (const [name, given] of [
    ['eve', password],
    ['ada', `${password}!`],
    ['ada', ''],
    ['off', password],
    ['not a name at all', password],
  ] as const) {
    const answer = await tryToSignIn(started, name, given);
    const headers = [...answer.headers].filter(([header]) => header !== 'date');
    seen.push(JSON.stringify([answer.status, headers, await answer.text()]));
  }
  assert.equal(new Set(seen).size, 1, seen.join('\n'));
  assert.match(seen[0] ?? '', /^\[401,.*SIGN_IN_FAILED.*The name or the password is wrong/);
  assert.doesNotMatch(seen[0] ?? '', /set-cookie/);
});

test('a foreign page can sign nobody in: neither as a form nor without our header', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  const body = JSON.stringify({ name: 'ada', password });
  const post = (headers: Record<string, string>) =>
    started.ask('/v1/session', { method: 'POST', body, headers });
  const type = { 'content-type': 'application/json' };
  await problemOf(await post(type), 403, 'FORBIDDEN');
  await problemOf(await post({ ...type, 'x-whodid': '0' }), 403, 'FORBIDDEN');
  // What a form or a script can send without asking first.
  for (const simple of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const answer = await post({ 'content-type': simple, 'x-whodid': '1' });
    await problemOf(answer, 415, 'CONTENT_TYPE_UNSUPPORTED');
  }
  // And the question whether it may send our header gets no yes.
  const asked = await started.ask('/v1/session', {
    method: 'OPTIONS',
    headers: { origin: 'http://127.0.0.1:1', 'access-control-request-headers': 'x-whodid' },
  });
  assert.equal(asked.headers.get('access-control-allow-headers'), null);
  assert.equal(asked.headers.get('access-control-allow-origin'), null);
});

test('a session that was there before is never taken over, and ends', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  await makeUser(started, { name: 'eve', role: 'viewer' });
  const planted = cookieOf(await tryToSignIn(started, 'eve'));
  const invented = `whodid_session=${'x'.repeat(43)}`;
  for (const cookie of [planted, invented]) {
    const own = cookieOf(await tryToSignIn(started, 'ada', password, { cookie }));
    assert.notEqual(own, cookie);
    await problemOf(await withCookie(started.ask, cookie)('/v1/me'), 401, 'UNAUTHENTICATED');
    assert.equal((await withCookie(started.ask, own)('/v1/me')).status, 200);
  }
});

test('a name stands ten wrong passwords in a quarter of an hour, then not even the right one', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer' });
  assert.equal((await tryToSignIn(started, 'ada')).status, 204, 'right ones do not count');
  // At once, in all the forms in which the name can be typed.
  const forms = ['ada', 'ADA', ' ada', '\uff41\uff44\uff41', 'Ada '];
  const tries = Array.from({ length: 12 }, (_, at) =>
    tryToSignIn(started, forms[at % forms.length] ?? '', `wrong password ${at}`),
  );
  const codes = (await Promise.all(tries)).map(({ status }) => status);
  assert.deepEqual(codes.toSorted(), [...Array(10).fill(401), 429, 429]);
  const refused = await tryToSignIn(started, 'ada');
  const retryAfter = Number(refused.headers.get('retry-after'));
  assert.ok(retryAfter > 800 && retryAfter <= 900, String(retryAfter));
  await problemOf(refused, 429, 'RATE_LIMITED');
  const entries = await entriesOf(started, 'action:whodid.login');
  const reasons = entries.map(({ reason }) => reason);
  assert.equal(reasons.filter((reason) => reason === 'too many tries').length, 1, 'told once');
  assert.equal(reasons.filter((reason) => reason === 'wrong password').length, 10);
  // Whoever gives a new password vouches for the name.
  const [user] = (
    (await (await operatorOf(started)('/v1/users')).json()) as { users: [{ id: string }] }
  ).users;
  const change = { ...json({ password: `${password}!` }), method: 'PATCH' };
  await operatorOf(started)(`/v1/users/${user.id}`, change);
  assert.equal((await tryToSignIn(started, 'ada', `${password}!`)).status, 204);
});

test('sign-ins, failed ones and sign-outs are entries, without what was typed', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer', userId: '13', tenant: 'acme' });
  const typed = 'Z3bra-canary-Z3bra';
  const agent = { 'user-agent': 'Browser/1.0' };
  await tryToSignIn(started, 'acme/ada', typed);
  await tryToSignIn(started, typed, 'ada');
  await tryToSignIn(started, ` ${typed} `, 'ada');
  await tryToSignIn(started, 'somebody else', typed);
  const cookie = cookieOf(await tryToSignIn(started, 'acme/ada', password, agent));
  await withCookie(started.ask, cookie)('/v1/session/end', { method: 'POST' });
  const client = (userAgent: string) => ({ ip: '127.0.0.1', ipTrusted: true, userAgent });
  const common = { kind: 'auth', stream: 'LOGIN', level: 23 };
  const fields = (entry: { readonly [field: string]: unknown }) =>
    Object.fromEntries(
      [
        ...Object.keys(common),
        'action',
        'outcome',
        'reason',
        'actor',
        'targets',
        'data',
        'client',
      ].map((name) => [name, entry[name]]),
    );
  const anonymous = { type: 'anonymous', id: 'anonymous' };
  const ada = { type: 'user', id: '13', name: 'acme/ada' };
  const acme = await entriesOf(started, 'kind:auth', 'acme');
  assert.deepEqual(acme.map(fields), [
    {
      ...{ ...common, action: 'whodid.login', outcome: 'failure', reason: 'wrong password' },
      ...{ actor: anonymous, targets: [ada], data: { way: 'password' }, client: client('node') },
    },
    {
      ...{ ...common, action: 'whodid.login', outcome: 'success', reason: undefined },
      ...{ actor: ada, targets: [], data: { way: 'password' }, client: client('Browser/1.0') },
    },
    {
      ...{ ...common, action: 'whodid.logout', outcome: 'success', reason: undefined },
      ...{ actor: ada, targets: [], data: undefined, client: client('node') },
    },
  ]);
  // Nobody knows whose these are.
  const unknown = await entriesOf(started, 'action:whodid.login');
  assert.deepEqual(
    unknown.map(({ reason, targets, actor }) => [reason, targets, actor]),
    Array(3).fill(['unknown name', [], anonymous]),
  );
  const prints = unknown.map(({ data }) => (data as { nameFingerprint: string }).nameFingerprint);
  assert.match(prints[0] ?? '', /^[0-9a-f]{8}$/);
  assert.equal(prints[0], prints[1], 'the same name again');
  assert.notEqual(prints[0], prints[2]);
  assert.equal(JSON.stringify([acme, unknown]).toLowerCase().includes('canary'), false);
});

test('a sign-in by link is an entry, and so is a link that does not work', async (t) => {
  const started = await startCollector(t);
  const link = started.collector.signInLink();
  for (let round = 0; round < 2; round += 1) await fetch(link, { redirect: 'manual' });
  const entries = await entriesOf(started, 'action:whodid.login');
  assert.deepEqual(
    entries.map(({ outcome, reason, actor, data }) => [outcome, reason, actor, data]),
    [
      [
        'success',
        undefined,
        { type: 'user', id: 'session', name: 'sign-in link' },
        { way: 'link' },
      ],
      ['failure', 'not a good link', { type: 'anonymous', id: 'anonymous' }, { way: 'link' }],
    ],
  );
  assert.equal(
    JSON.stringify(entries).includes(new URL(link).searchParams.get('token') ?? ''),
    false,
  );
});

test('the link leads to the path in `to`, and never to another site', async (t) => {
  const started = await startCollector(t);
  const placeOf = async (to: string): Promise<string | null> => {
    const answer = await fetch(`${started.collector.signInLink()}&to=${encodeURIComponent(to)}`, {
      redirect: 'manual',
    });
    assert.equal(answer.status, 303);
    return answer.headers.get('location');
  };
  assert.equal(await placeOf('/entries/1?q=actor:ada&range=7d'), '/entries/1?q=actor:ada&range=7d');
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
  ]) {
    assert.equal(await placeOf(evil), '/', evil);
  }
});

test('the own password changes with the old one only, and ends the other sessions', async (t) => {
  const started = await startCollector(t);
  await makeUser(started, { name: 'ada', role: 'viewer', userId: '13' });
  const elsewhere = await signedIn(started, 'ada');
  const here = await signedIn(started, 'ada');
  const change = (old: string, next: string) =>
    here('/v1/me/password', json({ password: old, newPassword: next }));
  await problemOf(await change('wrong password', `${password}!`), 403, 'FORBIDDEN');
  const short = await problemOf(await change(password, 'short'), 400, 'BODY_INVALID');
  assert.equal(short.path, 'newPassword');
  const changed = await change(password, `${password}!`);
  assert.equal(changed.status, 204);
  const now = withCookie(started.ask, cookieOf(changed));
  assert.equal((await now('/v1/me')).status, 200);
  await problemOf(await elsewhere('/v1/me'), 401, 'UNAUTHENTICATED');
  await problemOf(await here('/v1/me'), 401, 'UNAUTHENTICATED');
  assert.equal((await tryToSignIn(started, 'ada')).status, 401);
  assert.equal((await tryToSignIn(started, 'ada', `${password}!`)).status, 204);
  const [entry] = await entriesOf(started, 'action:whodid.user.update');
  assert.deepEqual(entry?.actor, { type: 'user', id: '13', name: 'ada' });
  assert.equal(JSON.stringify(entry).includes('horse'), false);
  // A key has none, even one that acts for the same person.
  const { key } = await started.collector.createKey({ name: 'k', scopes: ['own'], userId: '13' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ password: `${password}!`, newPassword: password });
  const asKey = await started.ask('/v1/me/password', { method: 'POST', body, headers });
  await problemOf(asKey, 404, 'NOT_FOUND');
});

test('the page is told how one can sign in, before anybody has', async (t) => {
  const started = await startCollector(t);
  const ways = async () => (await (await started.ask('/v1/session/ways')).json()) as object;
  assert.deepEqual(await ways(), { password: false, oidc: null });
  const { id } = await makeUser(started, { name: 'ada', role: 'own' });
  assert.deepEqual(await ways(), { password: true, oidc: null });
  const disable = { ...json({ disabled: true }), method: 'PATCH' };
  await operatorOf(started)(`/v1/users/${id}`, disable);
  assert.deepEqual(await ways(), { password: false, oidc: null });
});

test('the address of the proxy is known: links begin with it, and it is answered', async (t) => {
  const started = await startCollector(t, { publicUrl: 'https://log.example.com' });
  assert.match(started.collector.signInLink(), /^https:\/\/log\.example\.com\/\?token=/);
  // The proxy passes on the name under which it was asked.
  const status = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { headers: { host, origin: `https://${host}` } };
      const sent = request(new URL('/healthz', started.collector.url), options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });
  assert.equal(await status('log.example.com'), 200);
  assert.equal(await status('evil.example.com'), 403);
  for (const wrong of [
    'log.example.com',
    'https://log.example.com/',
    'https://log.example.com/a',
    'https://ada:x@log.example.com',
    'ftp://log.example.com',
    'javascript:alert(1)',
    '',
  ]) {
    await assert.rejects(
      startCollector(t, { publicUrl: wrong }),
      { code: 'CONFIG_INVALID' },
      wrong,
    );
  }
});
