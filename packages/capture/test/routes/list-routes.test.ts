import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Router from '@koa/router';
import { expressCapture, routePolicy } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { honoCapture, routePolicy as honoPolicy } from '@whodid/capture/hono';
import { koaCapture, routePolicy as koaPolicy } from '@whodid/capture/koa';
import { nestCapture } from '@whodid/capture/nest';
import { listRoutes } from '@whodid/capture/routes';
import type { Express } from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import type { KeepRule } from '../../src/rules/keep-rule.ts';
import { conformanceModule } from '../conformance/nest-app.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { nestPlatforms } from '../fixtures/nest-platforms.ts';

const rules: readonly KeepRule[] = [{ path: '/health' }, { name: 'people.*', keep: 'metadata' }];
const options = { rules };
const recorder = collectingRecorder();
const done = (): void => {};

/** The same app everywhere: a route that is left out, one by its name, one by its policy, one more. */
const expected = [
  ['GET', '/health', undefined, 'nothing'],
  ['GET', '/people/:id', 'people.show', 'metadata'],
  ['POST', '/cards', 'cards.pay', 'nothing'],
  ['POST', '/orders', undefined, 'bodies'],
];
const show = { name: 'people.show' };
const pay = { name: 'cards.pay', keep: 'nothing' } as const;

async function listed(app: unknown): Promise<unknown> {
  const routes = await listRoutes(app);
  return routes?.map(({ method, path, name, keep }) => [method, path, name, keep]);
}

for (const [name, express] of expressVersions) {
  test(`the routes of ${name}, and what is kept of each`, async () => {
    const app = express() as Express;
    app.use(expressCapture(recorder, options));
    app.get('/health', () => {});
    app.get('/people/:id', routePolicy(show), () => {});
    app.post('/cards', routePolicy(pay), () => {});
    app.post('/orders', () => {});
    assert.deepEqual(await listed(app), expected);
  });
}

for (const [name, make] of fastifyVersions) {
  test(`the routes of ${name}, and what is kept of each`, async () => {
    const app = make();
    await app.register(fastifyCapture, { recorder, ...options });
    app.get('/health', done);
    app.get('/people/:id', { config: { whodid: show } }, done);
    app.post('/cards', { config: { whodid: pay } }, done);
    app.post('/orders', done);
    assert.deepEqual(await listed(app), expected);
    await app.close();
  });
}

test('the routes of Koa, and what is kept of each', async () => {
  const router = new Router();
  router.get('/health', () => {});
  router.get('/people/:id', koaPolicy(show), () => {});
  router.post('/cards', koaPolicy(pay), () => {});
  router.post('/orders', () => {});
  const app = new Koa();
  app.use(koaCapture(recorder, options));
  app.use(router.routes());
  assert.deepEqual(await listed(app), expected);
});

test('the routes of Hono, and what is kept of each', async () => {
  const app = new Hono();
  app.use(honoCapture(recorder, options));
  app.get('/health', (c) => c.text(''));
  app.get('/people/:id', honoPolicy(show), (c) => c.text(''));
  app.post('/cards', honoPolicy(pay), (c) => c.text(''));
  app.post('/orders', (c) => c.text(''));
  assert.deepEqual(await listed(app), expected);
});

for (const [name, make] of nestPlatforms) {
  test(`the routes of ${name}, and what is kept of each`, async () => {
    const app = await make(conformanceModule);
    nestCapture(app, recorder, { rules: [{ path: '/text' }], keepOthers: 'metadata' });
    const routes = await listRoutes(app);
    const of = (path: string) =>
      routes?.find((route) => route.path === path && route.method === 'GET');
    assert.equal(of('/text')?.keep, 'nothing');
    assert.equal(of('/orders/:id')?.keep, 'metadata');
    await app.close();
  });
}

test('an app without a capture of its own', async () => {
  const app = new Hono();
  app.get('/health', (c) => c.text(''));
  assert.deepEqual(await listed(app), [['GET', '/health', undefined, 'unknown']]);
});

test('what is no app has no routes', async () => {
  for (const other of [null, undefined, {}, () => {}, 'app', { routes: [] }]) {
    assert.equal(await listRoutes(other), null);
  }
});
