import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import Router from '@koa/router';
import { koaCapture, routePolicy } from '@whodid/capture/koa';
import { captureNodeHttp } from '@whodid/capture/node-http';
import { type Draft, isWhodidError } from '@whodid/core';
import Koa, { type Context, type Middleware } from 'koa';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';

/** What became of each path, by path. */
async function ask<T>(
  app: Koa,
  recorder: CollectingRecorder,
  paths: readonly string[],
  toFact: (draft: Draft) => T,
): Promise<Record<string, T>> {
  const { url, close } = await listening(app.callback());
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

function capturedApp(recorder: CollectingRecorder): Koa {
  const app = new Koa();
  app.silent = true;
  app.use(koaCapture(recorder));
  return app;
}

function answer(body: string): (ctx: { body: unknown }) => void {
  return (ctx) => {
    ctx.body = body;
  };
}

test('the route is the whole pattern, the namespace the prefix of its router', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  const orders = new Router({ prefix: '/orders' });
  orders.get('/', answer('list'));
  orders.get('showOrder', '/:order', answer('one'));
  const shops = new Router({ prefix: '/shops' });
  shops.use('/:shop', orders.routes());
  shops.get('/', function listShops(ctx) {
    ctx.body = 'shops';
  });
  const plain = new Router();
  plain.get('/', answer('home'));
  plain.get(/^\/old-.*/, answer('old'));
  plain.get('/two', (_, next) => next());
  plain.get('/:any', answer('any'));
  plain.post('/posted-only/here', answer('posted'));
  app.use(shops.routes()).use(plain.routes());

  const paths = ['/', '/shops', '/shops/7/orders', '/shops/7/orders/12?x=1', '/old-page', '/two'];
  const found = await ask(app, recorder, [...paths, '/posted-only/here', '/a/b'], ({ http }) => [
    http?.route,
    http?.name,
  ]);
  assert.deepEqual(found, {
    '/': ['/', undefined],
    '/shops': ['/shops', 'listShops'],
    '/shops/7/orders': ['/shops/:shop/orders', undefined],
    '/shops/7/orders/12?x=1': ['/shops/:shop/orders/:order', 'showOrder'],
    '/old-page': ['/^\\/old-.*/', undefined],
    '/two': ['/:any', undefined],
    '/posted-only/here': [undefined, undefined],
    '/a/b': [undefined, undefined],
  });
});

test('what a guard of the router refuses belongs to the route that it was meant for', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  const admin = new Router({ prefix: '/admin' });
  admin.use((ctx) => ctx.throw(403, 'no'));
  const approve = routePolicy({ name: 'invoices.approve', keep: 'metadata' });
  admin.get('/invoices/:id', approve, answer('never'));
  app.use(admin.routes());

  const found = await ask(app, recorder, ['/admin/invoices/7'], ({ http, outcome }) => [
    http?.route,
    http?.name,
    outcome,
    http?.error,
  ]);
  assert.deepEqual(found, {
    '/admin/invoices/7': [
      '/admin/invoices/:id',
      'invoices.approve',
      'denied',
      'ForbiddenError: no',
    ],
  });
});

test('an app that koa-mount has put elsewhere has the whole pattern', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  const router = new Router();
  router.get('/reports/:report', answer('report'));
  // What koa-mount does.
  app.use(async (ctx: Context, next) => {
    const { path } = ctx;
    ctx.mountPath = '/back';
    ctx.path = path.slice('/back'.length);
    await router.routes()(ctx as never, next);
    ctx.path = path;
  });

  const found = await ask(app, recorder, ['/back/reports/4'], ({ http }) => http?.route);
  assert.deepEqual(found, { '/back/reports/4': '/back/reports/:report' });
});

test('a policy of the whole app and one beside the route are told together', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use(routePolicy({ name: 'everything' }));
  const router = new Router();
  router.get('/named', routePolicy({ name: 'orders.list' }), answer('named'));
  router.get('/plain', answer('plain'));
  app.use(router.routes());

  const found = await ask(app, recorder, ['/named', '/plain'], ({ http }) => http?.name);
  assert.deepEqual(found, { '/named': 'orders.list', '/plain': 'everything' });
});

test('who has signed in is the actor, and what comes after knows it', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use((ctx, next) => {
    // As koa-jwt and koa-passport do it.
    ctx.state = { ...ctx.state, user: { sub: 'ada', name: 'Ada' } };
    return next();
  });
  app.use((ctx) => {
    void recorder.record({ action: 'inside' });
    ctx.body = 'ok';
  });
  const found = await ask(app, recorder, ['/'], ({ actor }) => actor);
  assert.deepEqual(found, { '/': { type: 'user', id: 'ada', name: 'Ada' } });
  const { actor, requestId } = recorder.surroundings[0] ?? {};
  assert.equal(typeof actor === 'function' && actor()?.id, 'ada');
  assert.equal(requestId, recorder.drafts[1]?.ambient?.requestId);
});

test('`actorOf` and `skip` are asked with the context', async () => {
  const recorder = collectingRecorder();
  const app = new Koa();
  const actorOf = (ctx: Context) => ({ type: 'service', id: ctx.get('x-service') }) as const;
  app.use(koaCapture(recorder, { actorOf, skip: (ctx: Context) => ctx.path === '/health' }));
  let handled = 0;
  app.use((ctx) => {
    handled += 1;
    ctx.body = 'ok';
  });
  const { url, close } = await listening(app.callback());
  for (const path of ['/health', '/work']) {
    await (await fetch(url + path, { headers: { 'x-service': 'nightly' } })).text();
  }
  const { actor } = await recorder.find(({ http }) => http !== undefined);
  await close();

  assert.deepEqual([actor?.id, recorder.drafts.length, handled], ['nightly', 1, 2]);
});

test('errors are told in the words of the app, however they come up', async () => {
  const recorder = collectingRecorder();
  const app = failingApp([koaCapture(recorder)]);
  const found = await ask(app, recorder, failures, ({ http, outcome }) => [outcome, http?.error]);
  assert.deepEqual(found, {
    '/thrown': ['failure', 'TypeError: thrown'],
    '/reported': ['failure', 'TypeError: thrown'],
    '/status': ['failure', 'ConflictError: taken'],
    '/source': ['failure', 'RangeError: from a source'],
  });
});

test('the listeners of the app hear of the same errors as without us', async () => {
  const heard: string[][] = [];
  for (const before of [[], [koaCapture(collectingRecorder())]]) {
    const messages: string[] = [];
    const app = failingApp(before);
    app.on('error', ({ message }: Error) => messages.push(message));
    const { url, close } = await listening(app.callback());
    for (const path of failures) {
      await fetch(url + path)
        .then((response) => response.text())
        .catch(() => {});
    }
    await close();
    heard.push(messages);
  }
  assert.ok(heard[0]?.includes('from a source'));
  assert.deepEqual(heard[1], heard[0]);
});

const failures = ['/thrown', '/reported', '/status', '/source'];

function failingApp(before: readonly Middleware[]): Koa {
  const app = new Koa();
  app.silent = true;
  for (const each of before) app.use(each);
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (ctx.path !== '/reported') throw error;
      ctx.status = 500;
      ctx.body = 'sorry';
      ctx.app.emit('error', error, ctx);
    }
  });
  app.use((ctx) => {
    if (ctx.path === '/status') ctx.throw(409, 'taken');
    if (ctx.path !== '/source') throw new TypeError('thrown');
    ctx.body = Readable.from(
      (async function* () {
        yield 'half';
        throw new RangeError('from a source');
      })(),
    );
  });
  return app;
}

test('an app whose errors nobody hears stays as it is', async () => {
  const recorder = collectingRecorder();
  const app = new Koa();
  app.use(koaCapture(recorder));
  app.use(answer('ok'));
  const listener = app.callback();
  app.removeAllListeners('error');
  const { url, close } = await listening(listener);
  await (await fetch(url)).text();
  await close();
  assert.equal(app.listenerCount('error'), 0);
});

test('beside a capture of the whole process there is one entry, with the options of the app', async () => {
  const processWide = collectingRecorder();
  const stop = captureNodeHttp(processWide);
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use(answer('ok'));
  await ask(app, recorder, ['/'], () => undefined);
  stop();
  assert.deepEqual([recorder.drafts.length, processWide.drafts.length], [1, 0]);
});

test('without a router there is no route', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use(answer('ok'));
  const found = await ask(app, recorder, ['/'], ({ http }) => [http?.statusCode, http?.route]);
  assert.deepEqual(found, { '/': [200, undefined] });
});

test('options and policies that cannot be used are refused at the start, by name', () => {
  const recorder = collectingRecorder();
  assert.throws(
    () => koaCapture(recorder, { bodyLimit: 1 } as object),
    (error) =>
      isWhodidError(error, 'CONFIG_UNKNOWN') && /koaCapture\.bodyLimit/.test(error.message),
  );
  assert.throws(
    () => koaCapture(recorder, { bodyLimitBytes: -1 }),
    (error) =>
      isWhodidError(error, 'CONFIG_INVALID') && /koaCapture\.bodyLimitB/.test(error.message),
  );
  assert.throws(
    () => routePolicy({ keep: 'all' } as object),
    (error) => isWhodidError(error, 'CONFIG_INVALID') && /routePolicy\.keep/.test(error.message),
  );
});

test('the id of a request comes back with every answer, also with those that Koa makes of an error', async () => {
  const recorder = collectingRecorder();
  const app = capturedApp(recorder);
  app.use((ctx) => {
    if (ctx.path === '/throws') throw new Error('thrown');
    ctx.body = 'fine';
  });
  const { url, close } = await listening(app.callback());
  for (const path of ['/fine', '/throws']) {
    const response = await fetch(url + path);
    await response.text();
    const { ambient } = await recorder.find(({ http }) => http?.url === url + path);
    assert.equal(response.headers.get('x-request-id'), ambient?.requestId, path);
  }
  await close();
});
