import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { expressCapture } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { honoCapture } from '@whodid/capture/hono';
import { koaCapture } from '@whodid/capture/koa';
import type { Recorder } from '@whodid/core';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { pathOf, resolvedPath } from '../../src/rules/read-path.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';
import { exchangeBytes, request } from '../fixtures/raw-client.ts';

const rules = [{ path: ['/health*', '*.css', /\/health/] }];

/** Apps that have one page, `/admin`, and leave what is about health and style sheets out. */
const apps: { readonly [name: string]: (recorder: Recorder) => Promise<Listening> } = {
  express(recorder) {
    const app = express();
    app.use(expressCapture(recorder, { rules }));
    app.get('/admin', (_, res) => void res.send('the page'));
    return listening(app);
  },
  fastify(recorder) {
    const app = Fastify();
    app.register(fastifyCapture, { recorder, rules });
    app.register(async (inner) => inner.get('/admin', async () => 'the page'));
    return listeningFastify(app);
  },
  koa(recorder) {
    const app = new Koa();
    app.use(koaCapture(recorder, { rules }));
    app.use((ctx) => {
      ctx.body = ctx.path === '/admin' ? 'the page' : '';
    });
    return listening(app.callback());
  },
  hono(recorder) {
    const app = new Hono();
    app.use(honoCapture(recorder, { rules }));
    app.get('/admin', (c) => c.text('the page'));
    return listening(getRequestListener(app.fetch));
  },
};

for (const [name, serve] of Object.entries(apps)) {
  test(`${name}: a client cannot write the address of a page so that a rule leaves it out`, async () => {
    const recorder = collectingRecorder();
    const { port, close } = await serve(recorder);
    const targets = ['/admin', '/admin#.css', '/admin?.css', '/admin#/../health']
      .concat(['http://health/admin', 'http://x/admin#.css', '/health/../admin'])
      .concat(['/health/%2e%2e/admin', '/health/%2E./admin', '/health/..\\admin']);
    for (const target of targets) {
      const before = recorder.drafts.length;
      const answer = await exchangeBytes(port, request(`GET ${target}`));
      if (answer.includes('the page')) assert.equal(recorder.drafts.length, before + 1, target);
    }
    const before = recorder.drafts.length;
    for (const target of ['/health', '/health/live', '/a/site.css', 'http://x/health?full=1']) {
      await exchangeBytes(port, request(`GET ${target}`));
    }
    await close();
    assert.ok(before >= 6);
    assert.equal(recorder.drafts.length, before);
  });
}

test('the path of a target is what routers make of it', () => {
  for (const [target, path, resolved] of [
    ['/a/b?c=/d', '/a/b', undefined],
    ['/a#b?c', '/a', undefined],
    ['http://x/a?b', '/a', undefined],
    ['http://u:p@x?b', '/', undefined],
    ['ftp://x', '/', undefined],
    ['*', '*', undefined],
    ['', '', undefined],
    ['/a/../b', '/a/../b', '/b'],
    ['/a/%2E%2e/b', '/a/%2E%2e/b', '/b'],
    ['/a/..', '/a/..', '/'],
    ['/a\\b', '/a\\b', '/a/b'],
    ['/.well-known/x', '/.well-known/x', undefined],
    ['/a..b/c', '/a..b/c', undefined],
  ] as const) {
    assert.equal(pathOf(target), path, target);
    assert.equal(resolvedPath(path), resolved, target);
  }
});

test('a path that can be read in two ways loses its bodies to a denial, if not the entry', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(
    expressCapture(recorder, { rules: [{ path: '/cards*' }] }),
    (_, res) => void res.json({ a: 1 }),
  );
  const { port, close } = await listening(app);
  for (const target of ['/x/../cards', '/cards/../x', '/cards/../cards', '/x']) {
    await exchangeBytes(port, request(`GET ${target}`));
  }
  await close();
  assert.deepEqual(
    recorder.drafts.map(({ http }) => http?.response.body !== undefined),
    [false, false, true],
  );
});
