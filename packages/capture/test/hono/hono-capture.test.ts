import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { honoCapture, routePolicy } from '@whodid/capture/hono';
import { captureNodeHttp } from '@whodid/capture/node-http';
import { type Draft, isWhodidError, RawBody } from '@whodid/core';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listen } from '../fixtures/listening.ts';
import { request } from '../fixtures/raw-client.ts';

interface Env {
  Bindings: HttpBindings;
  Variables: { user: { id: string; name?: string }; jwtPayload: { sub: string } };
}

function capturedApp(recorder: CollectingRecorder): Hono<Env> {
  const app = new Hono<Env>();
  app.use(honoCapture(recorder));
  return app;
}

function serving(app: { readonly fetch: Hono<Env>['fetch'] }): Promise<Listening> {
  return listen(createAdaptorServer(app) as Listening['server']);
}

/** What became of each path, by path. */
async function ask<T>(
  app: Hono<Env>,
  recorder: CollectingRecorder,
  paths: readonly string[],
  toFact: (draft: Draft) => T,
): Promise<Record<string, T>> {
  const { url, close } = await serving(app);
  const found: Record<string, T> = {};
  for (const path of paths) {
    await fetch(url + path)
      .then((response) => response.text())
      .catch(() => {});
    found[path] = toFact(await recorder.find(({ http }) => http?.url === url + path));
  }
  await close();
  return found;
}

test('the route is the whole pattern, with the mount points of apps', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  const orders = new Hono<Env>();
  orders.onError((_, c) => c.text('sorry', 500));
  orders.get('/', (c) => c.text('list'));
  orders.get('/:order', function showOrder(c) {
    return c.text('one');
  });
  const shops = new Hono<Env>();
  shops.use(async (_, next) => next());
  shops.route('/:shop/orders', orders);
  app.route('/shops', shops);
  app.get('/', (c) => c.text('home'));
  app.all('/any', (c) => c.text('any'));
  app.post('/posted', (c) => c.text('posted'));

  const paths = ['/', '/shops/7/orders', '/shops/7/orders/12?x=1', '/any', '/posted', '/missing'];
  const found = await ask(app, recorder, paths, ({ http }) => [http?.route, http?.name]);
  assert.deepEqual(found, {
    '/': ['/', undefined],
    '/shops/7/orders': ['/shops/:shop/orders', undefined],
    '/shops/7/orders/12?x=1': ['/shops/:shop/orders/:order', 'showOrder'],
    '/any': ['/any', undefined],
    '/posted': [undefined, undefined],
    '/missing': [undefined, undefined],
  });
});

test('what a guard refuses belongs to the route that it was meant for', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use('/admin/*', async () => {
    throw new HTTPException(403, { message: 'no' });
  });
  const approve = routePolicy({ name: 'invoices.approve', keep: 'metadata' });
  app.get('/admin/invoices/:id', approve, (c) => c.text('never'));

  const found = await ask(app, recorder, ['/admin/invoices/7'], ({ http, outcome }) => [
    http?.route,
    http?.name,
    outcome,
    http?.error,
  ]);
  assert.deepEqual(found, {
    '/admin/invoices/7': ['/admin/invoices/:id', 'invoices.approve', 'denied', 'Error: no'],
  });
});

test('a policy of the whole app and one beside the route are told together', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use(routePolicy({ name: 'everything' }));
  app.get('/named', routePolicy({ name: 'orders.list' }), (c) => c.text('named'));
  app.get('/plain', (c) => c.text('plain'));
  const found = await ask(app, recorder, ['/named', '/plain'], ({ http }) => http?.name);
  assert.deepEqual(found, { '/named': 'orders.list', '/plain': 'everything' });
});

test('who has signed in is the actor, and what comes after knows it', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.get('/session', (c) => {
    c.set('user', { id: 'ada', name: 'Ada' });
    void recorder.record({ action: 'inside' });
    return c.text('ok');
  });
  app.get('/token', (c) => {
    c.set('jwtPayload', { sub: 'grace' });
    return c.text('ok');
  });
  app.get('/nobody', (c) => c.text('ok'));
  const paths = ['/session', '/token', '/nobody'];
  const found = await ask(app, recorder, paths, ({ actor }) => actor?.id);
  assert.deepEqual(found, { '/session': 'ada', '/token': 'grace', '/nobody': 'anonymous' });
  const { actor, requestId } = recorder.surroundings[0] ?? {};
  assert.equal(typeof actor === 'function' && actor()?.id, 'ada');
  assert.equal(requestId, recorder.drafts[1]?.ambient?.requestId);
});

test('`actorOf` and `skip` are asked with the context', async () => {
  const recorder = collectingRecorder();
  const app = new Hono<Env>();
  const actorOf = (c: Context<Env>) =>
    ({ type: 'service', id: c.req.header('x-a') ?? '' }) as const;
  app.use(honoCapture(recorder, { actorOf, skip: (c: Context<Env>) => c.req.path === '/health' }));
  let handled = 0;
  app.get('*', (c) => {
    handled += 1;
    return c.text('ok');
  });
  const { url, close } = await serving(app);
  for (const path of ['/health', '/work']) {
    await (await fetch(url + path, { headers: { 'x-a': 'nightly' } })).text();
  }
  const { actor } = await recorder.find(({ http }) => http !== undefined);
  await close();
  assert.deepEqual([actor?.id, recorder.drafts.length, handled], ['nightly', 1, 2]);
});

test('errors are told in the words of the app, however they come up', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.onError((_, c) => c.text('sorry', 500));
  const inner = new Hono<Env>();
  inner.onError((_, c) => c.text('inner', 502));
  inner.get('/', () => {
    throw new RangeError('in an app of its own');
  });
  app.route('/inner', inner);
  app.get('/thrown', () => {
    throw new TypeError('thrown');
  });
  app.get('/source', (c) =>
    c.body(
      new ReadableStream({
        pull: () => Promise.reject(new RangeError('from a source')),
      }),
    ),
  );
  const paths = ['/thrown', '/inner', '/source'];
  const found = await ask(app, recorder, paths, ({ http, outcome }) => [outcome, http?.error]);
  assert.deepEqual(found, {
    '/thrown': ['failure', 'TypeError: thrown'],
    '/inner': ['failure', 'RangeError: in an app of its own'],
    '/source': ['failure', 'RangeError: from a source'],
  });
});

test('every way to read a body passes by, and the handler has what was sent', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.post('/json', async (c) => c.json(await c.req.json()));
  app.post('/text', async (c) => c.text(await c.req.text()));
  app.post('/bytes', async (c) => c.text(Buffer.from(await c.req.arrayBuffer()).toString()));
  app.post('/clone', async (c) => c.text(await c.req.raw.clone().text()));
  app.post('/stream', async (c) => c.text(await new Response(c.req.raw.body).text()));
  app.post('/twice', async (c) =>
    c.text(JSON.stringify([await c.req.text(), await c.req.json()][1])),
  );
  const body = '{"name":"Adë"}';
  const { url, close } = await serving(app);
  for (const path of ['/json', '/text', '/bytes', '/clone', '/stream', '/twice']) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    assert.equal(await answer.text(), body, path);
    const { http } = await recorder.find((draft) => draft.http?.url === url + path);
    for (const message of [http?.request, http?.response]) {
      assert.equal(message?.bodyBytes, 15, path);
      assert.ok(message.body instanceof RawBody, path);
      assert.equal(Buffer.from(message.body.bytes).toString(), body, path);
    }
  }
  await close();
});

test('a switch of protocols that Hono refuses is recorded', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.get('/chat', (c) => c.text('no', 403));
  // The part of a WebSocketServer of `ws` that the server asks for.
  const wss = { options: { noServer: true }, on: () => {}, off: () => {}, close: () => {} };
  const server = createAdaptorServer({ fetch: app.fetch, websocket: { server: wss as never } });
  const { port, close } = await listen(server as Listening['server']);
  const socket = connect(port, '127.0.0.1');
  socket.write(request('GET /chat', { connection: 'upgrade', upgrade: 'websocket' }));
  await once(socket.resume(), 'close');
  const { http, outcome } = await recorder.find((draft) => draft.http !== undefined);
  await close();
  assert.deepEqual([http?.statusCode, http?.route, outcome], [403, '/chat', 'denied']);
});

test('beside a capture of the whole process there is one entry, with the options of the app', async () => {
  const processWide = collectingRecorder();
  const stop = captureNodeHttp(processWide);
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.get('/', (c) => c.text('ok'));
  await ask(app, recorder, ['/'], () => undefined);
  stop();
  assert.deepEqual([recorder.drafts.length, processWide.drafts.length], [1, 0]);
});

test('on another runtime the app goes on, and the recorder is told once what is wrong', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.get('/', routePolicy({ name: 'home' }), (c) => c.text('ok'));
  for (let count = 0; count < 3; count += 1) {
    assert.equal(await (await app.request('/')).text(), 'ok');
  }
  assert.equal(recorder.drafts.length, 0);
  const [fault, ...more] = recorder.faults;
  assert.equal(more.length, 0);
  assert.equal(fault?.where, 'capture.hono');
  assert.ok(isWhodidError(fault?.error, 'CONFIG_INVALID'));
  assert.match(fault.error.message, /@hono\/node-server/);
});

test('options and policies that cannot be used are refused at the start, by name', () => {
  const recorder = collectingRecorder();
  assert.throws(
    () => honoCapture(recorder, { skipp: () => true } as object),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /honoCapture\.skipp/.test(error.message),
  );
  assert.throws(
    () => honoCapture(recorder, { actorOf: 'ada' } as object),
    (error) => isWhodidError(error, 'CONFIG_INVALID') && /honoCapture\.actorOf/.test(error.message),
  );
  assert.throws(
    () => routePolicy({ nmae: 'x' } as object),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /routePolicy\.nmae/.test(error.message),
  );
});
