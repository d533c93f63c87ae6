// Acceptance scenarios 8 to 10, 12, 13 and 22: requests through a real recorder into a real collector.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { expressCapture, routePolicy } from '@whodid/capture/express';
import { jwtTokens } from '@whodid/capture/jwt';
import type { EntryFields } from '@whodid/core';
import { activityDocument } from '@whodid/core/view';
import express, { type Request } from 'express';
import { openScene, settled } from './scene.ts';
import { secret, token, unsigned } from './tokens.ts';

const json = { 'content-type': 'application/json' };

test('scenario 8: a request of a user with a token becomes one document with all its fields', async (t) => {
  const scene = await openScene(t);
  const app = express();
  const tokens = jwtTokens({ secret, claims: ['company_id', 'method', 'status_code'] });
  app.use(expressCapture(scene.recorder, { tokens, countryOf: () => 'NL' }), express.json());
  app.post('/orders', routePolicy({ name: 'orders-place' }), (_, res) => {
    res.status(201).json({ id: 7 });
  });
  const url = await scene.serve(app);
  const authorization = `Bearer ${await token({ user_id: 13, company_id: '13', method: 'FORGED', status_code: 999 })}`;
  const startedAt = Date.now();
  const body = JSON.stringify({ tea: 2 });
  await fetch(`${url}/orders?page=1`, {
    method: 'POST',
    headers: { ...json, authorization },
    body,
  });
  await settled();

  const entries = await scene.entries('kind:http');
  assert.equal(entries.length, 1);
  const document = activityDocument(entries[0] as EntryFields) as { [field: string]: unknown };
  assert.equal(document.url_name, 'orders-place');
  assert.equal(document.url_path, '/orders');
  assert.equal(document.api, `${url}/orders?page=1`);
  assert.equal((document.headers as { [name: string]: string }).HOST, new URL(url).host);
  assert.deepEqual(document.body, { tea: 2 });
  assert.equal(document.method, 'POST');
  assert.equal(document.client_ip_address, '127.0.0.1');
  assert.deepEqual(document.response, { id: 7 });
  assert.equal(document.status_code, 201);
  assert.ok((document.execution_time as number) > 0 && (document.execution_time as number) < 5);
  const createdAt = Date.parse(String(document.created_time));
  assert.ok(createdAt >= startedAt - 1 && createdAt <= Date.now());
  assert.equal(document.country, 'NL');
  assert.equal(String(document.user_id), '13');
  assert.equal(document.company_id, '13');
});

test('scenario 9: what is kept by content type, and what is recorded in any case', async (t) => {
  const scene = await openScene(t);
  const app = express();
  const actorOf = () => ({ type: 'user', id: '7' }) as const;
  app.use(expressCapture(scene.recorder, { actorOf }));
  app.get('/charset', (_, res) => void res.json({ a: 1 }));
  app.get('/problem', (_, res) => {
    res.status(422).type('application/problem+json').send('{"title":"no"}');
  });
  app.get('/page', (_, res) => void res.type('text/html').send('<p>secret page</p>'));
  app.delete('/thing', (_, res) => void res.status(204).end());
  let writtenBeforeEnd = false;
  app.get('/streamed', async (req, res) => {
    res.type('text/event-stream');
    for (let part = 0; part < 3; part += 1) {
      res.write(`data: ${part}\n\n`);
      await wait(10);
    }
    // The client has the first part before the last one is written: nothing is held back.
    writtenBeforeEnd = received.includes('data: 0') && !req.destroyed;
    res.end();
  });
  app.get('/broken', () => {
    throw new TypeError('the till is empty');
  });
  app.set('env', 'test');
  const url = await scene.serve(app);
  let received = '';
  for (const path of ['charset', 'problem', 'page', 'broken']) await fetch(`${url}/${path}`);
  await fetch(`${url}/thing`, { method: 'DELETE' });
  const stream = await fetch(`${url}/streamed`);
  for await (const chunk of stream.body ?? []) received += Buffer.from(chunk).toString();
  await settled();

  const entries = await scene.entries('kind:http');
  const of = (path: string) => entries.filter(({ http }) => http?.path === path);
  for (const path of ['/charset', '/problem', '/page', '/thing', '/streamed', '/broken']) {
    assert.equal(of(path).length, 1, path);
  }
  const http = (path: string) => of(path)[0]?.http;
  assert.match(http('/charset')?.response.headers['content-type'] ?? '', /charset=utf-8/);
  assert.deepEqual(http('/charset')?.response.body, { a: 1 });
  assert.deepEqual(http('/problem')?.response.body, { title: 'no' });
  assert.equal(http('/page')?.response.body, undefined);
  assert.deepEqual(
    [http('/thing')?.statusCode, http('/thing')?.response.body, of('/thing')[0]?.actor.id],
    [204, undefined, '7'],
  );
  assert.equal(writtenBeforeEnd, true);
  const document = activityDocument(of('/streamed')[0] as EntryFields) as { response: unknown };
  assert.equal(document.response, '** Streaming **');
  assert.equal(http('/broken')?.statusCode, 500);
  assert.equal(http('/broken')?.error, 'TypeError: the till is empty');
});

test('scenario 10: who it was, in the order of the document, and never whom a bad token names', async (t) => {
  const scene = await openScene(t);
  const app = express();
  const tokens = jwtTokens({ secret });
  app.use(expressCapture(scene.recorder, { tokens, anonymousRoutes: ['open'] }), express.json());
  const access = await token({ sub: 'grace' });
  const answer = { access, refresh: await token({ sub: 'grace' }) };
  app.post('/login', (_, res) => void res.json(answer));
  app.get('/open', routePolicy({ name: 'open' }), (_, res) => void res.json({}));
  app.get('/closed', routePolicy({ name: 'closed' }), (_, res) => void res.json({}));
  const url = await scene.serve(app);
  const closed = (authorization: string) => fetch(`${url}/closed`, { headers: { authorization } });

  await closed(`Bearer ${await token({ sub: 'ada' })}`);
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: json,
    body: '{"username":"grace"}',
  });
  assert.deepEqual(await login.json(), answer);
  await fetch(`${url}/open`);
  await fetch(`${url}/closed`);
  const bad: readonly (readonly [string, string | undefined])[] = [
    [`Bearer ${await token({ sub: 'ada' }, { expires: 1 })}`, 'expired'],
    [`Bearer ${unsigned({ sub: 'ada', exp: 9_999_999_999 })}`, 'algorithm'],
    [`Bearer ${await token({ sub: 'ada' }, { key: `${secret}x` })}`, 'signature'],
    [`Basic ${Buffer.from('ada:lovelace').toString('base64')}`, undefined],
  ];
  for (const [authorization] of bad) assert.equal((await closed(authorization)).status, 200);
  await settled();

  const requests = (await scene.entries('kind:http')).map(({ http, actor }) => [
    http?.path,
    actor.id,
  ]);
  assert.deepEqual(requests, [
    ['/closed', 'ada'],
    ['/login', 'grace'],
    ['/open', 'anonymous'],
  ]);
  const attempts = await scene.entries('action:token.refuse');
  assert.deepEqual(
    attempts.map(({ actor, outcome, reason }) => [actor.type, outcome, reason]),
    bad
      .filter(([, reason]) => reason !== undefined)
      .map(([, reason]) => ['anonymous', 'denied', reason]),
  );
  const [signIn] = await scene.entries('action:user.login');
  assert.equal(signIn?.actor.id, 'grace');
  const stored = JSON.stringify(await scene.entries());
  assert.ok(!stored.includes(access) && !stored.includes(answer.refresh));
});

test('scenario 12: what a URL is made of, and a host that is not ours', async (t) => {
  const target = '/api/v1/?page=123';
  for (const [urlType, host, expected] of [
    ['ABSOLUTE', '127.0.0.1:8000', `http://127.0.0.1:8000${target}`],
    ['RAW_URI', '127.0.0.1:8000', `http://127.0.0.1:8000${target}`],
    ['FULL_PATH', '127.0.0.1:8000', target],
    ['ABSOLUTE', 'evil.example', target],
    ['RAW_URI', 'evil.example', `http://evil.example${target}`],
  ] as const) {
    const scene = await openScene(t);
    const app = express();
    app.use(expressCapture(scene.recorder, { urlType, allowedHosts: ['127.0.0.1'] }));
    const url = new URL(await scene.serve(app));
    await new Promise((resolve) =>
      httpRequest({ port: url.port, path: target, headers: { host } }, (response) =>
        response.resume().on('end', resolve),
      ).end(),
    );
    await settled();
    const [entry] = await scene.entries();
    assert.equal(entry?.http?.url, expected, `${urlType} ${host}`);
  }
});

test('scenario 13: what is left out leaves no entry, and its handler runs exactly once', async (t) => {
  const scene = await openScene(t);
  const app = express();
  const ran: string[] = [];
  const rules = [
    { namespace: 'admin' },
    { path: '/activity-logs/*' },
    { name: ['health', 'metrics*'] },
    { method: ['OPTIONS', 'TRACE'] },
    { path: [/^\/static\//, '/both'] },
    // An allowance beside a denial: the denial counts.
    { path: '/both', keep: 'bodies' },
  ] as const;
  app.use(expressCapture(scene.recorder, { rules, trustedProxies: ['loopback'] }));
  const handler = (req: Request, res: express.Response): void => {
    ran.push(`${req.method} ${req.originalUrl}`);
    res.json({});
  };
  app.use('/admin', express.Router().get('/people', handler));
  app.get('/activity-logs/user-history/', handler);
  app.get('/activity-logs/admin-history/', handler);
  app.get('/health', routePolicy({ name: 'health' }), handler);
  app.get('/metrics', routePolicy({ name: 'metrics.all' }), handler);
  app.options('/kept', handler);
  app.get(['/static/app.js', '/both', '/kept'], handler);
  const url = await scene.serve(app);
  const left = [
    ...[
      'GET /admin/people',
      'GET /activity-logs/user-history/',
      'GET /activity-logs/admin-history/',
    ],
    ...['GET /health', 'GET /metrics', 'OPTIONS /kept', 'GET /static/app.js', 'GET /both'],
  ];
  for (const line of [...left, 'GET /kept']) {
    const [method = '', path = ''] = line.split(' ');
    const { status } = await fetch(url + path, { method });
    assert.equal(status, 200, line);
  }
  assert.deepEqual(ran, [...left, 'GET /kept']);
  for (const forwarded of ['', ',,,', 'unknown', '1.2.3.4, garbage', '::::', 'x'.repeat(5000)]) {
    const { status } = await fetch(`${url}/nowhere`, { headers: { 'x-forwarded-for': forwarded } });
    assert.equal(status, 404);
  }
  await settled();
  const entries = await scene.entries();
  assert.deepEqual(
    entries.map(({ http }) => `${http?.method} ${http?.path} ${http?.statusCode}`),
    ['GET /kept 200', ...Array(6).fill('GET /nowhere 404')],
  );
});

test('scenario 22: 200 users at once, and no entry has anything of another', async (t) => {
  const scene = await openScene(t);
  const app = express();
  const tokens = jwtTokens({ secret });
  const rules = [{ path: '/left-out' }];
  app.use(expressCapture(scene.recorder, { tokens, rules }), express.json());
  const pause = (): Promise<void> => wait(Math.random() * 5);
  app.post(['/orders', '/left-out'], async (req, res) => {
    await pause();
    const { own } = req.body as { own: string };
    // A job that is begun here and runs when the request is long over.
    setTimeout(() => scene.recorder.record({ action: 'job.run', data: { own } }), 20);
    await pause();
    scene.recorder.record({ action: 'order.place', data: { own } });
    res.json({ own });
  });
  const url = await scene.serve(app);
  const users = Array.from({ length: 200 }, (_, at) => `user-${at}`);
  await Promise.all(
    users.map(async (own, at) => {
      await pause();
      const authorization = at % 10 === 9 ? '' : `Bearer ${await token({ sub: own })}`;
      const path = at % 10 === 8 ? '/left-out' : '/orders';
      const headers = {
        ...json,
        'x-request-id': `r-${own}`,
        ...(authorization && { authorization }),
      };
      await fetch(url + path, { method: 'POST', headers, body: JSON.stringify({ own }) });
    }),
  );
  await wait(60);
  const outside = await scene.recorder.record({ action: 'outside' }, { until: 'remote' });

  const pages = await Promise.all(
    ['kind:http', 'action:order.place', 'action:job.run'].map((query) => scene.entries(query)),
  );
  assert.deepEqual(
    pages.map(({ length }) => length),
    [180, 200, 200],
  );
  for (const { data, http, actor, ambient } of pages.flat()) {
    const { own = '' } = (data ?? http?.request.body ?? {}) as { readonly own?: string };
    const isNobody = Number(own.slice(5)) % 10 === 9;
    assert.equal(actor.id, isNobody ? 'anonymous' : own);
    assert.equal(ambient?.requestId, `r-${own}`);
    if (http !== undefined) assert.deepEqual(http.response.body, { own });
  }
  // Nothing stays behind, also of requests that were left out.
  const [last] = (await scene.entries('action:outside')).filter(({ id }) => id === outside.id);
  assert.deepEqual([last?.actor.type, last?.ambient], ['anonymous', undefined]);
  assert.ok(!JSON.stringify(pages).match(/"(None|undefined|null)"/));
});
