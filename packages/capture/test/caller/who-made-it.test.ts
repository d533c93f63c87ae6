import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Actor, Draft } from '@whodid/core';
import express, { type Express, type Request } from 'express';
import type { CaptureOptions } from '../../src/exchange/capture-options.ts';
import { expressCapture } from '../../src/express/index.ts';
import type { TokenReader, TokenVerdict } from '../../src/identity/token-reader.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';

const ada: Actor = { type: 'user', id: 'ada' };

/** Knows two tokens, and only after a moment. */
function slowTokens(known: { readonly [token: string]: TokenVerdict }): TokenReader {
  return {
    known: () => undefined,
    verify: async (token) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return known[token] ?? { refused: 'signature' };
    },
  };
}

const tokens = slowTokens({
  good: { identity: { actor: ada, data: { company_id: '13', http: 'mine' } } },
  delegated: {
    identity: { actor: { type: 'user', id: 'support' }, onBehalfOf: [ada] },
  },
  old: { refused: 'expired' },
});

interface Asked {
  readonly recorder: CollectingRecorder;
  readonly status: number;
  readonly body: string;
}

async function ask(
  options: CaptureOptions<Request>,
  prepare: (app: Express, recorder: CollectingRecorder) => void,
  request: RequestInit & { readonly path?: string } = {},
): Promise<Asked> {
  const recorder = collectingRecorder();
  const app = express();
  app.use(expressCapture(recorder, options), express.json());
  prepare(app, recorder);
  const { url, close } = await listening(app);
  const response = await fetch(url + (request.path ?? '/'), request);
  const body = await response.text();
  await close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { recorder, status: response.status, body };
}

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });
const http = ({ drafts }: CollectingRecorder): Draft | undefined =>
  drafts.find(({ kind }) => kind === 'http.in');
const auth = ({ drafts }: CollectingRecorder): Draft[] =>
  drafts.filter(({ kind }) => kind === 'auth');
const ok = (app: Express): void => void app.use((_, res) => void res.json({ ok: true }));

test('a token is verified before the handlers run, so that their entries know who it is', async () => {
  let actor: unknown;
  const { recorder } = await ask(
    { tokens },
    (app, made) =>
      app.use((_, res) => {
        void made.record({ action: 'order.place' });
        const asked = made.surroundings.at(-1)?.actor;
        actor = typeof asked === 'function' ? asked() : asked;
        res.json({});
      }),
    bearer('good'),
  );
  assert.deepEqual(actor, ada);
  assert.deepEqual(http(recorder)?.actor, ada);
  assert.deepEqual(http(recorder)?.data, { company_id: '13', http: 'mine' });
  assert.equal(http(recorder)?.http?.method, 'GET');
});

test('who acts for whom: by the token, or by the app, which knows better', async () => {
  const byToken = await ask({ tokens }, ok, bearer('delegated'));
  assert.deepEqual(
    [http(byToken.recorder)?.actor?.id, http(byToken.recorder)?.onBehalfOf],
    ['support', [ada]],
  );
  const grace: Actor = { type: 'user', id: 'grace' };
  const byApp = await ask({ tokens, onBehalfOf: () => grace }, ok, bearer('delegated'));
  assert.deepEqual(http(byApp.recorder)?.onBehalfOf, [grace]);
  const broken = await ask(
    {
      onBehalfOf: () => {
        throw new Error();
      },
    },
    ok,
  );
  assert.equal(http(broken.recorder)?.onBehalfOf, undefined);
  assert.ok(broken.recorder.faults.some(({ where }) => where === 'capture.onBehalfOf'));
});

test('a verified token goes before the user of the app; of one person both are put together', async () => {
  const same = await ask({ tokens, actorOf: () => ({ ...ada, name: 'Ada' }) }, ok, bearer('good'));
  assert.deepEqual(http(same.recorder)?.actor, { ...ada, name: 'Ada' });
  const other = await ask(
    { tokens, actorOf: () => ({ type: 'user', id: 'x' }) },
    ok,
    bearer('good'),
  );
  assert.deepEqual(http(other.recorder)?.actor, ada);
});

for (const [token, reason] of [
  ['old', 'expired'],
  ['forged', 'signature'],
] as const) {
  test(`a token that is refused (${reason}) attributes nothing and is recorded as an attempt`, async () => {
    const { recorder, status } = await ask({ tokens }, ok, bearer(token));
    assert.equal(status, 200);
    assert.equal(http(recorder)?.actor?.type, 'anonymous');
    const [attempt, ...more] = auth(recorder);
    assert.deepEqual(
      [attempt?.action, attempt?.outcome, attempt?.reason, attempt?.actor?.type, attempt?.stream],
      ['token.refuse', 'denied', reason, 'anonymous', 'LOGIN'],
    );
    assert.equal(attempt?.ambient?.requestId, http(recorder)?.ambient?.requestId);
    assert.equal(more.length, 0);
  });
}

test('a token that means something else to the app is no attempt', async () => {
  const { recorder } = await ask({ tokens, actorOf: () => ada }, ok, bearer('opaque'));
  assert.deepEqual([http(recorder)?.actor, auth(recorder)], [ada, []]);
});

test('Basic credentials attribute nothing and are no token', async () => {
  const { recorder } = await ask({ tokens }, ok, { headers: { authorization: 'Basic YWRhOng=' } });
  assert.deepEqual([http(recorder)?.actor?.type, auth(recorder)], ['anonymous', []]);
});

test('a reader of tokens that breaks its promise costs nobody anything', async () => {
  const broken: TokenReader = {
    known: () => {
      throw new Error('known');
    },
    verify: () => Promise.reject(new Error('verify')),
  };
  const { recorder, status } = await ask({ tokens: broken }, ok, bearer('good'));
  assert.equal(status, 200);
  assert.equal(http(recorder)?.actor?.type, 'anonymous');
  assert.ok(recorder.faults.every(({ where }) => where === 'capture.tokens'));
});

test('a reader of tokens that never answers does not hold the request up for ever', async () => {
  const silent: TokenReader = { known: () => undefined, verify: () => new Promise(() => {}) };
  const { recorder, status } = await ask({ tokens: silent }, ok, bearer('good'));
  assert.equal(status, 200);
  assert.equal(http(recorder)?.actor?.type, 'anonymous');
  assert.equal(auth(recorder)[0]?.reason, 'unavailable');
  assert.deepEqual(
    recorder.faults.map(({ where }) => where),
    ['capture.tokens'],
  );
});

for (const [name, nonsense] of [
  ['null', null],
  ['a text', 'ada'],
  ['an empty object', {}],
  ['an identity of nobody', { identity: {} }],
] as const) {
  test(`a reader of tokens that answers ${name} costs no entry and no request`, async () => {
    const known = { known: () => nonsense, verify: async () => nonsense };
    const verify = { known: () => undefined, verify: async () => nonsense };
    for (const reader of [known, verify]) {
      const tokens = reader as unknown as TokenReader;
      const { recorder, status } = await ask({ tokens }, ok, bearer('good'));
      assert.equal(status, 200);
      assert.equal(http(recorder)?.actor?.type, 'anonymous');
      assert.equal(auth(recorder)[0]?.reason, 'unavailable');
      const signIn = await ask({ tokens }, login({ access: 'good' }), post({ email: 'a@b.c' }));
      assert.equal(http(signIn.recorder)?.actor?.type, 'anonymous');
      assert.equal(auth(signIn.recorder)[0]?.action, 'user.login');
    }
  });
}

const login =
  (answer: object, status = 200) =>
  (app: Express): void =>
    void app.post('/login', (_, res) => void res.status(status).json(answer));
const post = (body: object): RequestInit & { path: string } => ({
  path: '/login',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

test('the answer of a sign-in tells who it was, by the token that it gives out', async () => {
  const answer = { access: 'good', refresh: 'r' };
  const { recorder, body } = await ask({ tokens }, login(answer), post({ username: 'ada' }));
  assert.deepEqual(JSON.parse(body), answer);
  assert.deepEqual(http(recorder)?.actor, ada);
  const [entry, ...more] = auth(recorder);
  assert.deepEqual(
    [entry?.action, entry?.outcome, entry?.actor, entry?.targets, entry?.level],
    ['user.login', 'success', ada, [{ type: 'account', id: 'ada' }], 23],
  );
  assert.equal(more.length, 0);
});

test('or by its user; a token that is not ours says nothing', async () => {
  const byUser = await ask(
    {},
    login({ token: 't', user: { id: 7, name: 'Ada' } }),
    post({ email: 'a@b.c' }),
  );
  assert.deepEqual(http(byUser.recorder)?.actor, { type: 'user', id: '7', name: 'Ada' });
  const forged = await ask({ tokens }, login({ access: 'forged' }), post({ email: 'a@b.c' }));
  assert.equal(http(forged.recorder)?.actor?.type, 'anonymous');
  assert.equal(auth(forged.recorder)[0]?.actor?.type, 'anonymous');
});

const session = (app: Express): void =>
  void app.post('/session', (_, res) => {
    res.cookie('sid', 'x').json({ user: { id: 7 } });
  });
const echo = (app: Express): void =>
  void app.post('/token', express.urlencoded({ extended: true }), (req, res) => {
    res.cookie('sid', 'x').json(req.body);
  });
const form = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
});

test('an answer that only repeats what the client sent makes nobody of it', async () => {
  const chief = { user: { id: 'chief' }, token: 'x', access: 'x' };
  const long = { ...chief, pad: 'x'.repeat(20_000) };
  const nested = 'user[id]=chief&token=x';
  for (const sent of [post(chief), post(long), form(nested)]) {
    const { recorder } = await ask(
      { bodyLimitBytes: { request: 16_384, response: 65_536 } },
      echo,
      {
        ...sent,
        path: '/token',
      },
    );
    assert.equal(http(recorder)?.actor?.type, 'anonymous');
    assert.equal(auth(recorder)[0]?.actor?.type, 'anonymous');
  }
});

test('a user in an answer counts if the client got something to come back with', async () => {
  const cookie = await ask({}, session, { path: '/session', method: 'POST' });
  assert.equal(auth(cookie.recorder)[0]?.actor?.id, '7');
  const open = await ask({}, login({ user: { id: 7 } }), post({ email: 'a@b.cd' }));
  assert.equal(auth(open.recorder)[0]?.actor?.type, 'anonymous');
});

test('a user beside a token that was refused is not believed', async () => {
  const answer = { access: 'forged', user: { id: 'chief' } };
  const { recorder } = await ask({ tokens }, login(answer), post({ email: 'a@b.cd' }));
  assert.equal(http(recorder)?.actor?.type, 'anonymous');
  assert.equal(auth(recorder)[0]?.actor?.type, 'anonymous');
});

test('a compressed answer tells who signed in all the same', async () => {
  const { recorder } = await ask(
    { tokens },
    (app) =>
      void app.post('/login', (_, res) => {
        res.set({ 'content-encoding': 'gzip', 'content-type': 'application/json' });
        res.end(gzipSync(JSON.stringify({ access: 'good' })));
      }),
    post({ email: 'a@b.cd' }),
  );
  assert.deepEqual(auth(recorder)[0]?.actor, ada);
});

for (const [typed, kept] of [
  ['ada', true],
  ['ada.lovelace_1815', true],
  ['SHOP\\ada', true],
  ['+31612345678', true],
  ['Ada@shop.example', true],
  ['Sw0rdfish!', false],
  ['correct horse battery', false],
  ['Summer2024', false],
  ['p@ssw0rd', false],
  ['secret', false],
  ['x'.repeat(65), false],
] as const) {
  test(`${typed.slice(0, 20)} typed as the account is ${kept ? 'kept' : 'kept nowhere'}`, async () => {
    const sent = post({ username: typed, password: 'secret' });
    const { recorder } = await ask({}, login({ error: `no user ${typed}` }, 401), sent);
    const [entry] = auth(recorder);
    assert.deepEqual(entry?.targets, kept ? [{ type: 'account', id: typed }] : undefined);
    const { request, response } = http(recorder)?.http ?? {};
    assert.equal(request?.body !== undefined, kept);
    assert.equal(response?.body !== undefined, kept);
    assert.ok((request?.bodyBytes ?? 0) > 0);
  });
}

test('whoever names two accounts has tried both', async () => {
  const sent = post({ username: 'innocent', email: 'victim@shop.example', password: 'x' });
  const { recorder } = await ask({}, login({}, 401), sent);
  assert.deepEqual(
    auth(recorder)[0]?.targets?.map(({ id }) => id),
    ['innocent', 'victim@shop.example'],
  );
  const twice = { ...form('email=a@b.cd&email=c@d.ef'), path: '/login' };
  const formed = await ask({}, login({}, 401), twice);
  assert.deepEqual(
    auth(formed.recorder)[0]?.targets?.map(({ id }) => id),
    ['a@b.cd', 'c@d.ef'],
  );
});

test('a failed sign-in is recorded without any call by the app, and belongs to nobody', async () => {
  const { recorder } = await ask(
    { actorOf: () => ada },
    login({ error: 'no' }, 401),
    post({ email: 'ada@shop.example', password: 'wrong' }),
  );
  const [entry, ...more] = auth(recorder);
  assert.deepEqual(
    [entry?.action, entry?.outcome, entry?.actor?.type, entry?.targets],
    ['user.login', 'denied', 'anonymous', [{ type: 'account', id: 'ada@shop.example' }]],
  );
  assert.equal(more.length, 0);
  assert.ok(!JSON.stringify(entry).includes('wrong'));
});

test('an app that records its sign-ins itself is left to it', async () => {
  const { recorder } = await ask(
    {},
    (app, made) =>
      app.post('/login', async (_, res) => {
        await made.auth('login', { outcome: 'failure', reason: 'locked' });
        res.sendStatus(401);
      }),
    post({ email: 'a@b.c' }),
  );
  assert.deepEqual(
    auth(recorder).map(({ reason }) => reason),
    ['locked'],
  );
});

test('of anonymous requests only those of listed routes are kept, and refused tokens always', async () => {
  const options = { tokens, anonymousRoutes: ['open'] };
  const routes = (app: Express): void => {
    app.get('/open', function open(_, res) {
      res.json({});
    });
    app.get('/closed', function closed(_, res) {
      res.json({});
    });
  };
  const open = await ask(options, routes, { path: '/open' });
  const closed = await ask(options, routes, { path: '/closed' });
  const known = await ask(options, routes, { path: '/closed', ...bearer('good') });
  const refused = await ask(options, routes, { path: '/closed', ...bearer('old') });
  assert.equal(http(open.recorder)?.actor?.type, 'anonymous');
  assert.equal(http(closed.recorder), undefined);
  assert.deepEqual(http(known.recorder)?.actor, ada);
  assert.deepEqual([http(refused.recorder), auth(refused.recorder).length], [undefined, 1]);
});

test('what is sampled as noise leaves its sign-ins and refused tokens, what is denied does not', async () => {
  const sampled = { tokens, rules: [{ sampleShare: 1e-12 }] };
  const refused = await ask(sampled, ok, bearer('old'));
  assert.deepEqual([http(refused.recorder), auth(refused.recorder).length], [undefined, 1]);
  const failed = await ask(sampled, login({}, 401), post({ email: 'a@b.cd' }));
  assert.deepEqual([http(failed.recorder), auth(failed.recorder).length], [undefined, 1]);
  const other = await ask(sampled, ok, bearer('good'));
  assert.equal(other.recorder.drafts.length, 0);
  const denied = await ask({ tokens, rules: [...sampled.rules, {}] }, ok, bearer('old'));
  assert.equal(denied.recorder.drafts.length, 0);
});

test('a client that is signed in and sent back to a sign-in page has not failed', async () => {
  const next = (app: Express): void =>
    void app.post('/login', (req, res) => {
      Object.assign(req, { user: { id: 'ada' } });
      res.redirect(req.body.next);
    });
  const sent = post({ username: 'ada', password: 'x', next: '/account/session' });
  const { recorder } = await ask({}, next, { ...sent, redirect: 'manual' });
  const [entry] = auth(recorder);
  assert.deepEqual([entry?.outcome, entry?.actor?.id], ['unknown', 'ada']);
  const failed = await ask(
    {},
    (app) => void app.post('/login', (_, res) => res.redirect('/login')),
    {
      ...sent,
      redirect: 'manual',
    },
  );
  const [attempt] = auth(failed.recorder);
  assert.deepEqual([attempt?.outcome, attempt?.actor?.type], ['failure', 'anonymous']);
});
