import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestCapture } from '@whodid/capture/nest';
import { listRoutes } from '@whodid/capture/routes';
import { Hono } from 'hono';
import { conformanceModule } from '../conformance/nest-app.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { nestPlatforms } from '../fixtures/nest-platforms.ts';
import { policyApps } from './policy-apps.ts';

const expected = [
  ['GET', '/health', undefined, 'nothing'],
  ['GET', '/people/:id', 'people.show', 'metadata'],
  ['POST', '/cards', 'cards.pay', 'nothing'],
  ['POST', '/orders', undefined, 'bodies'],
];

async function listed(app: unknown): Promise<unknown> {
  const routes = await listRoutes(app);
  return routes?.map(({ method, path, name, keep }) => [method, path, name, keep]);
}

for (const [name, make] of policyApps) {
  test(`the routes of ${name}, and what is kept of each`, async () => {
    const { app } = await make(collectingRecorder());
    assert.deepEqual(await listed(app), expected);
  });
}

for (const [name, make] of nestPlatforms) {
  test(`the routes of ${name}, and what is kept of each`, async () => {
    const app = await make(conformanceModule);
    nestCapture(app, collectingRecorder(), { rules: [{ path: '/text' }], keepOthers: 'metadata' });
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
