import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { pendingLifeMs } from '../../../src/access/oidc/pending-sign-ins.ts';
import { movingClock } from '../../moving-clock.ts';
import { json, problemOf, startCollector } from '../../start-collector.ts';
import { entriesOf, makeUser, operatorOf, type UserInfo, withCookie } from '../sign-in.ts';
import { Browser, nextOf, type Scene, startScene, throughProvider } from './start-provider.ts';

/** Signs somebody in, who must get in. */
async function signIn(scene: Scene, login: string, start?: string) {
  const browser = new Browser();
  const answer = await browser.get(await throughProvider(scene, browser, login, start));
  assert.equal(answer.status, 303, await answer.text());
  const { url } = scene.started.collector;
  const ask = (path: string) => browser.get(new URL(path, url));
  return { browser, answer, place: nextOf(answer, url).href.slice(url.length), ask };
}

/** A page in plain words that tells no secret. */
async function assertPage(answer: Response, status: number, words: RegExp): Promise<void> {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(text, words);
  assert.doesNotMatch(text, /OAUTH|Error|stack|127\.0\.0\.1|code=|secret/i);
  const cookies = answer.headers.getSetCookie();
  assert.equal(
    cookies.some((one) => one.startsWith('whodid_session=')),
    false,
  );
}

async function usersOf({ started }: Scene): Promise<readonly UserInfo[]> {
  const answer = await operatorOf(started)('/v1/users');
  return ((await answer.json()) as { users: UserInfo[] }).users;
}

test('somebody signs in at a real provider and is a user with the role of the claim', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'auditor', tenant: 'acme', preferred_username: 'Ada' };
  const { answer, ask, place } = await signIn(scene, '13', '/auth/oidc?to=/entries/1?q=a');
  assert.equal(place, '/entries/1?q=a');
  const cookies = answer.headers.getSetCookie();
  assert.match(
    cookies.find((one) => one.startsWith('whodid_session=')) ?? '',
    /^whodid_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const me = (await (await ask('/v1/me')).json()) as object;
  assert.deepEqual(
    { ...me, id: '' },
    { id: '', name: 'acme/ada', userId: '13', scopes: ['own', 'triage', 'audit'], tenant: 'acme' },
  );
  const [user] = await usersOf(scene);
  assert.deepEqual(
    [user?.name, user?.role, user?.tenant, user?.userId, user?.signsInWith],
    ['acme/ada', 'auditor', 'acme', '13', 'oidc'],
  );
  const entries = await entriesOf(scene.started, 'action:whodid.', 'acme');
  const ada = { type: 'user', id: '13', name: 'acme/ada' };
  assert.deepEqual(
    entries.map(({ action, actor, targets, data }) => [action, actor, targets, data]),
    [
      [
        'whodid.user.create',
        { type: 'service', id: 'oidc', name: 'Example SSO' },
        [ada],
        { role: 'auditor' },
      ],
      ['whodid.login', ada, [], { way: 'oidc' }],
    ],
  );
});

test('the way to the provider has PKCE, state and nonce, and a mark for this browser only', async (t) => {
  const { started, issuer } = await startScene(t);
  const answer = await started.ask('/auth/oidc', { redirect: 'manual' });
  assert.equal(answer.status, 302);
  const url = nextOf(answer, issuer);
  assert.equal(url.origin, issuer);
  const parameters = Object.fromEntries(url.searchParams);
  assert.deepEqual(
    { ...parameters, state: '', nonce: '', code_challenge: '' },
    {
      client_id: 'whodid',
      response_type: 'code',
      redirect_uri: `${started.collector.url}/auth/oidc/callback`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      ...{ state: '', nonce: '', code_challenge: '' },
    },
  );
  for (const random of ['state', 'nonce', 'code_challenge']) {
    assert.match(parameters[random] ?? '', /^[\w-]{43}$/);
  }
  assert.match(
    answer.headers.get('set-cookie') ?? '',
    /^whodid_oidc=[\w-]{43}; Max-Age=600; Path=\/auth\/oidc; HttpOnly; SameSite=Lax$/,
  );
  const secure = await started.ask('/auth/oidc', {
    redirect: 'manual',
    headers: { 'x-forwarded-proto': 'https' },
  });
  assert.match(secure.headers.get('set-cookie') ?? '', /; Secure/);
});

test('an answer with another state, or none, is not taken', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const back = await throughProvider(scene, browser, '13');
  for (const state of ['x'.repeat(43), '', null]) {
    const url = new URL(back);
    if (state === null) url.searchParams.delete('state');
    else url.searchParams.set('state', state);
    const other = new Browser();
    await assertPage(await other.get(url), 400, /not under way/);
  }
  assert.deepEqual(await usersOf(scene), []);
  const failed = await entriesOf(scene.started, 'action:whodid.login outcome:failure');
  assert.equal(failed.length, 3);
});

test('an answer is taken once, and a code that was used is worth nothing', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const back = await throughProvider(scene, browser, '13');
  assert.equal((await browser.get(back)).status, 303);
  await assertPage(await browser.get(back), 400, /not under way/);
  // The used code with the state of a new sign-in in the same browser.
  const replayed = nextOf(await browser.get(new URL('/auth/oidc', back)), back);
  const url = new URL(back);
  url.searchParams.set('state', replayed.searchParams.get('state') ?? '');
  await assertPage(await browser.get(url), 502, /no good answer/);
});

test('the answer of another browser is not taken: nobody is signed in as somebody else', async (t) => {
  const scene = await startScene(t);
  scene.people.eve = { whodid_role: 'viewer' };
  const mine = new Browser();
  const back = await throughProvider(scene, mine, 'eve');
  const victim = new Browser();
  await assertPage(await victim.get(back), 400, /not under way/);
  // Also not with the mark of a sign-in of the victim's own.
  const second = await throughProvider(scene, mine, 'eve');
  await victim.get(new URL('/auth/oidc', back));
  await assertPage(await victim.get(second), 400, /not under way/);
  assert.deepEqual(await usersOf(scene), []);
});

test('a sign-in that takes more than ten minutes has to be begun again', async (t) => {
  const clock = movingClock(Date.now());
  const scene = await startScene(t, { clock });
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const back = await throughProvider(scene, browser, '13');
  clock.move(pendingLifeMs);
  await assertPage(await browser.get(back), 400, /longer than ten minutes/);
});

test('a token that was made for another sign-in is not taken', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  // Somebody between us and the provider asks it with another nonce.
  const begun = await browser.get(new URL('/auth/oidc', scene.started.collector.url));
  const url = nextOf(begun, scene.issuer);
  url.searchParams.set('nonce', 'of somebody else');
  const back = await throughProvider(scene, browser, '13', url.href);
  await assertPage(await browser.get(back), 502, /no good answer/);
  assert.match(
    scene.started.notices.at(-1) ?? '',
    /nonsense \(OAUTH_JWT_CLAIM_COMPARISON_FAILED\)/,
  );
});

test('another verifier than the one of PKCE is not taken by the provider', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const begun = await browser.get(new URL('/auth/oidc', scene.started.collector.url));
  const url = nextOf(begun, scene.issuer);
  url.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  const back = await throughProvider(scene, browser, '13', url.href);
  await assertPage(await browser.get(back), 502, /no good answer/);
});

test('an answer that says it is of another provider is not taken', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const back = await throughProvider(scene, browser, '13');
  assert.equal(back.searchParams.get('iss'), scene.issuer);
  const mixed = new URL(back);
  mixed.searchParams.set('iss', 'https://evil.example');
  await assertPage(await browser.get(mixed), 502, /no good answer/);
  assert.deepEqual(await usersOf(scene), []);
});

test('somebody who cancels at the provider is told so', async (t) => {
  const scene = await startScene(t);
  const browser = new Browser();
  const begun = await browser.get(new URL('/auth/oidc', scene.started.collector.url));
  const state = nextOf(begun, scene.issuer).searchParams.get('state') ?? '';
  const back = new URL('/auth/oidc/callback', scene.started.collector.url);
  for (const [name, value] of Object.entries({
    ...{ error: 'access_denied', error_description: '<script>secret</script>' },
    ...{ state, iss: scene.issuer },
  })) {
    back.searchParams.set(name, value);
  }
  await assertPage(await browser.get(back), 403, /did not sign you in/);
  assert.match(scene.started.notices.at(-1) ?? '', /refused \(access_denied\)$/);
});

test('without a role nobody gets in, and a default role is for those without one', async (t) => {
  const scene = await startScene(t);
  scene.people.none = {};
  scene.people.odd = { whodid_role: 'superuser' };
  for (const login of ['none', 'odd']) {
    const browser = new Browser();
    const answer = await browser.get(await throughProvider(scene, browser, login));
    await assertPage(answer, 403, /may not come in/);
  }
  assert.deepEqual(await usersOf(scene), []);
  const [failed] = await entriesOf(scene.started, 'action:whodid.login');
  assert.deepEqual([failed?.reason, failed?.data], ['no role', { way: 'oidc', subject: 'none' }]);

  const lenient = await startScene(t, { oidc: { defaultRole: 'own' } });
  Object.assign(lenient.people, scene.people);
  const { ask } = await signIn(lenient, 'none');
  assert.deepEqual(((await (await ask('/v1/me')).json()) as { scopes: string[] }).scopes, ['own']);
  const browser = new Browser();
  const odd = await browser.get(await throughProvider(lenient, browser, 'odd'));
  await assertPage(odd, 403, /may not come in/);
});

test('the role is what the provider says at each sign-in, and a change ends older sessions', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: ['staff', 'viewer', 'admin'], tenant: 'acme' };
  const first = await signIn(scene, '13');
  const scopes = async (ask: (path: string) => Promise<Response>) =>
    ((await (await ask('/v1/me')).json()) as { scopes?: string[] }).scopes;
  assert.deepEqual(await scopes(first.ask), ['admin'], 'of a list the one that may most');
  scene.people['13'] = { whodid_role: 'viewer', tenant: 'other' };
  const second = await signIn(scene, '13');
  assert.deepEqual(await scopes(second.ask), ['own', 'read']);
  await problemOf(await first.ask('/v1/me'), 401, 'UNAUTHENTICATED');
  for (const tenant of ['acme', 'other']) {
    const [entry] = await entriesOf(scene.started, 'action:whodid.user.update', tenant);
    assert.deepEqual(entry?.data, {
      changes: [
        { field: 'role', old: 'admin', new: 'viewer' },
        { field: 'tenant', old: 'acme', new: 'other' },
      ],
    });
  }
  // Without a role there is no way in any more, and none is left open.
  scene.people['13'] = {};
  const browser = new Browser();
  const answer = await browser.get(await throughProvider(scene, browser, '13'));
  await assertPage(answer, 403, /may not come in/);
  await problemOf(await second.ask('/v1/me'), 401, 'UNAUTHENTICATED');
  assert.equal((await usersOf(scene)).length, 1);
});

test('a user of the provider can be disabled here, and the rest is left to the provider', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer', preferred_username: 'ada' };
  const { ask } = await signIn(scene, '13');
  const [user] = await usersOf(scene);
  const patch = (body: object) =>
    operatorOf(scene.started)(`/v1/users/${user?.id}`, { ...json(body), method: 'PATCH' });
  for (const body of [
    { role: 'admin' },
    { userId: '14' },
    { password: 'correct horse battery staple' },
  ]) {
    await problemOf(await patch(body), 400, 'BODY_INVALID');
  }
  assert.equal((await patch({ disabled: true })).status, 200);
  await problemOf(await ask('/v1/me'), 401, 'UNAUTHENTICATED');
  const browser = new Browser();
  const answer = await browser.get(await throughProvider(scene, browser, '13'));
  await assertPage(answer, 403, /none any more/);
});

test('somebody of the provider never becomes the local user of the same name', async (t) => {
  const scene = await startScene(t);
  await makeUser(scene.started, { name: 'ada', role: 'admin', userId: 'the-admin' });
  scene.people.eve = { whodid_role: 'own', preferred_username: 'ada' };
  const { ask } = await signIn(scene, 'eve');
  const me = (await (await ask('/v1/me')).json()) as { name: string; userId: string };
  assert.match(me.name, /^ada-[0-9a-f]{12}$/);
  assert.equal(me.userId, 'eve');
  const again = await signIn(scene, 'eve');
  assert.deepEqual(await (await again.ask('/v1/me')).json(), me);
  assert.equal((await usersOf(scene)).length, 2);
});

test('who somebody is in entries can be another claim', async (t) => {
  const scene = await startScene(t, { oidc: { userClaim: 'employee' } });
  scene.people.a = { whodid_role: 'own', employee: 4711 };
  scene.people.b = { whodid_role: 'own' };
  const { ask } = await signIn(scene, 'a');
  assert.equal(((await (await ask('/v1/me')).json()) as { userId: string }).userId, '4711');
  const browser = new Browser();
  const answer = await browser.get(await throughProvider(scene, browser, 'b'));
  await assertPage(answer, 403, /may not come in/);
});

test('a session that was there before ends, and the new one is another', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const browser = new Browser();
  const { url } = scene.started.collector;
  await browser.get(scene.started.collector.signInLink());
  const before = browser.cookies(url);
  assert.equal((await browser.get(await throughProvider(scene, browser, '13'))).status, 303);
  assert.notEqual(browser.cookies(url), before);
  await problemOf(await withCookie(scene.started.ask, before)('/v1/me'), 401, 'UNAUTHENTICATED');
});

test('the way back leads to a place of ours only', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'https://evil.example',
  ]) {
    const to = evil.includes('%') ? evil : encodeURIComponent(evil);
    const { place } = await signIn(scene, '13', `/auth/oidc?to=${to}`);
    assert.equal(place, '/', evil);
  }
  const { place } = await signIn(scene, '13', '/auth/oidc?to=/entries&to=//evil.example');
  assert.equal(place, '/');
});

test('who asks under another name of this machine is led to the one that the provider knows', async (t) => {
  const { started } = await startScene(t);
  const { port } = new URL(started.collector.url);
  const answer = await fetch(`http://localhost:${port}/auth/oidc?to=/entries?q=a%26b`, {
    redirect: 'manual',
  });
  assert.equal(answer.headers.get('set-cookie'), null);
  const place = encodeURIComponent('/entries?q=a&b');
  assert.equal(answer.headers.get('location'), `${started.collector.url}/auth/oidc?to=${place}`);
});

test('a provider that is away or talks nonsense gives a plain page, and works again later', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'viewer' };
  const start = () => scene.started.ask('/auth/oidc', { redirect: 'manual' });
  const nonsense = [
    (text: string) => ({ status: 200, type: 'application/json', text }),
    (text: string) => ({ status: 200, type: 'text/html', text }),
    (text: string) => ({ status: 500, type: 'text/html', text }),
  ];
  for (const form of nonsense) {
    for (const said of [
      '',
      'null',
      '[]',
      '{}',
      '{"issuer":"https://evil.example"}',
      '<b>secret</b>',
    ]) {
      const { status, type, text } = form(said);
      scene.answerInstead((_request, response) => {
        response.writeHead(status, { 'content-type': type }).end(text);
      });
      await assertPage(await start(), 502, /no good answer|does not answer/);
    }
  }
  scene.answerInstead((request) => request.socket.destroy());
  await assertPage(await start(), 502, /does not answer/);
  scene.answerInstead(null);
  const browser = new Browser();
  const back = await throughProvider(scene, browser, '13');
  await scene.stop();
  await assertPage(await browser.get(back), 502, /does not answer/);
  assert.match(scene.started.notices.at(-1) ?? '', /away \(ECONNREFUSED\)$/);
  assert.equal(
    scene.started.notices.some((line) => /secret|code=/.test(line)),
    false,
  );
});

test('a token endpoint that talks nonsense, or signs with another key, signs nobody in', async (t) => {
  const scene = await startScene(t);
  scene.people['13'] = { whodid_role: 'admin' };
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { iss: scene.issuer, sub: '13', aud: 'whodid', iat: seconds, exp: seconds + 600 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (more: object, key: KeyObject) => {
    const text = `${part({ alg: 'RS256' })}.${part({ ...claims, ...more })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  };
  const tokens = (id_token: string) =>
    JSON.stringify({ access_token: 'a', token_type: 'bearer', id_token });
  const answers: readonly ((nonce: string) => string)[] = [
    () => 'no json',
    () => '{}',
    () => JSON.stringify({ access_token: 'a', token_type: 'bearer' }),
    (nonce) => tokens(`${part({ alg: 'none' })}.${part({ ...claims, nonce })}.`),
    // Everything is as it should be, but for who signed it.
    (nonce) => tokens(signed({ nonce }, other)),
  ];
  for (const answer of answers) {
    scene.answerInstead(null);
    const browser = new Browser();
    const begun = await browser.get(new URL('/auth/oidc', scene.started.collector.url));
    const url = nextOf(begun, scene.issuer);
    const back = await throughProvider(scene, browser, '13', url.href);
    const text = answer(url.searchParams.get('nonce') ?? '');
    scene.answerInstead((request, response) => {
      const said = request.url === '/token' ? text : '{"sub":"13"}';
      response.writeHead(200, { 'content-type': 'application/json' }).end(said);
    }, /^\/(token|me)$/);
    await assertPage(await browser.get(back), 502, /no good answer/);
  }
  assert.deepEqual(await usersOf(scene), []);
});

test('the page is told what the provider is called', async (t) => {
  const { started } = await startScene(t);
  const ways = await (await started.ask('/v1/session/ways')).json();
  assert.deepEqual(ways, { password: false, oidc: { name: 'Example SSO' } });
  const unnamed = await startScene(t, { oidc: { name: null } });
  const { oidc } = (await (await unnamed.started.ask('/v1/session/ways')).json()) as {
    oidc: { name: string };
  };
  assert.equal(oidc.name, new URL(unnamed.issuer).host);
});

test('without a provider there is nothing at its addresses', async (t) => {
  const { ask } = await startCollector(t);
  await problemOf(await ask('/auth/oidc'), 404, 'NOT_FOUND');
  await problemOf(await ask('/auth/oidc/callback?code=a&state=b'), 404, 'NOT_FOUND');
});

test('an address that does not begin many sign-ins is not kept out by one that does', async (t) => {
  const { started } = await startScene(t, { trustedProxies: ['loopback'] });
  const start = (from: string) =>
    started.ask('/auth/oidc', { redirect: 'manual', headers: { 'x-forwarded-for': from } });
  for (let at = 0; at < 100; at += 1) assert.equal((await start('192.0.2.1')).status, 302);
  const refused = await start('192.0.2.1');
  assert.equal(refused.headers.get('retry-after'), '900');
  await assertPage(refused, 429, /Too many/);
  assert.equal((await start('192.0.2.2')).status, 302);
});

test('a configuration that cannot be right is refused at start', async (t) => {
  const good = { issuer: 'https://id.example', clientId: 'whodid' };
  for (const [oidc, code] of [
    [{ clientId: 'whodid' }, 'CONFIG_INVALID'],
    [{ issuer: 'https://id.example' }, 'CONFIG_INVALID'],
    [{ ...good, issuer: 'http://id.example' }, 'CONFIG_INVALID'],
    [{ ...good, issuer: 'http://127.0.0.1.evil.example' }, 'CONFIG_INVALID'],
    [{ ...good, issuer: 'https://ada:x@id.example' }, 'CONFIG_INVALID'],
    [{ ...good, scope: 'profile' }, 'CONFIG_INVALID'],
    [{ ...good, defaultRole: 'root' }, 'CONFIG_INVALID'],
    [{ ...good, clientID: 'x' }, 'CONFIG_UNKNOWN'],
  ] as const) {
    await assert.rejects(startCollector(t, { oidc: oidc as object }), { code });
  }
  // The provider may be away when the collector starts.
  await startCollector(t, { oidc: { ...good, issuer: 'http://127.0.0.1:1' } });
});
