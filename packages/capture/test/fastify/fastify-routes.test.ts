import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fastifyCapture, fastifyRoutes } from '@whodid/capture/fastify';
import { isWhodidError } from '@whodid/core';
import { fastifyFacts } from '../../src/fastify/fastify-facts.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { listeningFastify } from '../fixtures/listening.ts';
import { exchangeBytes, request } from '../fixtures/raw-client.ts';

for (const [name, make] of fastifyVersions) {
  test(`${name}: the routes of an app are listed without running any`, async () => {
    const app = make();
    const never = (): never => assert.fail('a handler ran');
    await app.register(fastifyCapture, { recorder: collectingRecorder() });
    app.get('/', never);
    app.all('/any', never);
    app.register(
      async (inner) => {
        const whodid = { name: 'orders.show', keep: 'metadata' } as const;
        inner.get('/:order', { config: { whodid } }, never);
        inner.post('/', { schema: { operationId: 'createOrder' } as object }, never);
        inner.head('/alone', never);
      },
      { prefix: '/shops/:shop' },
    );
    await app.ready();
    const listed = fastifyRoutes(app);
    await app.close();

    const namespace = '/shops/:shop';
    assert.deepEqual(listed, [
      { method: 'GET', path: '/' },
      { method: '*', path: '/any' },
      {
        method: 'GET',
        path: '/shops/:shop/:order',
        name: 'orders.show',
        namespace,
        policy: { name: 'orders.show', keep: 'metadata' },
      },
      { method: 'POST', path: '/shops/:shop', name: 'createOrder', namespace },
      { method: 'HEAD', path: '/shops/:shop/alone', namespace },
    ]);
    assert.deepEqual(fastifyRoutes(make()), []);
  });

  test(`${name}: a policy that cannot be used keeps the app from getting ready`, async () => {
    const app = make();
    app.register(fastifyCapture, { recorder: collectingRecorder() });
    app.register(async (inner) => {
      inner.get('/', { config: { whodid: { kepp: 'nothing' } } }, () => 'never');
    });
    await assert.rejects(
      async () => app.ready(),
      (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /keep/.test(error.message),
    );
  });

  test(`${name}: a request knows what is said beside its route, and where that is mounted`, async () => {
    const app = make();
    const recorder = collectingRecorder();
    const facts: unknown[] = [];
    // Not awaited: of these routes the plugin is not told.
    app.register(fastifyCapture, { recorder });
    app.addHook('preHandler', async (req) => void facts.push(fastifyFacts(req)));
    app.get('/wrong', { config: { whodid: { keep: 'secret' as 'nothing' } } }, () => 'ok');
    app.register(
      async (inner) => {
        inner.get('/x', { config: { whodid: { name: 'x.show' } } }, () => 'ok');
      },
      { prefix: '/inner' },
    );
    for (const path of ['/wrong', '/inner/x', '/missing']) await app.inject(path);
    await recorder.find(() => recorder.drafts.length === 3);
    await app.close();

    assert.deepEqual(facts, [
      { route: '/wrong', policy: { keep: 'metadata' } },
      { route: '/inner/x', name: 'x.show', namespace: '/inner', policy: { name: 'x.show' } },
      {},
    ]);
    assert.deepEqual(
      recorder.drafts.map(({ http }) => http?.name),
      [undefined, 'x.show', undefined],
    );
  });

  test(`${name}: what is answered early, raw, late or not by a handler is recorded`, async () => {
    const app = make();
    const recorder = collectingRecorder();
    app.register(fastifyCapture, { recorder });
    app.addHook('onRequest', async (req, reply) => {
      if (req.url === '/early') return reply.code(403).send('no');
    });
    app.get('/early', () => 'never');
    app.get('/raw', (_, reply) => {
      reply.hijack();
      reply.raw.end('raw');
    });
    app.get('/stream', (_, reply) => reply.send(Readable.from(['str', 'eam'])));
    app.get(
      '/hook-fails',
      { preHandler: async () => Promise.reject(new RangeError('far')) },
      () => {},
    );
    app.setNotFoundHandler((_, reply) => reply.code(404).send('none'));
    const { port, close } = await listeningFastify(app);
    const paths = ['/early', '/raw', '/stream', '/hook-fails', '/none', '/%zz'];
    for (const path of paths) await exchangeBytes(port, request(`GET ${path}`));
    await recorder.find(() => recorder.drafts.length === paths.length);
    await close();

    assert.deepEqual(
      recorder.drafts.map(({ http, outcome }) => [
        http?.url.replace('http://shop.example', ''),
        http?.route,
        http?.statusCode,
        outcome,
        http?.error,
      ]),
      [
        ['/early', '/early', 403, 'denied', undefined],
        ['/raw', '/raw', 200, 'success', undefined],
        ['/stream', '/stream', 200, 'success', undefined],
        ['/hook-fails', '/hook-fails', 500, 'failure', 'RangeError: far'],
        ['/none', undefined, 404, 'failure', undefined],
        ['/%zz', undefined, 400, 'failure', undefined],
      ],
    );
    assert.deepEqual(recorder.faults, []);
  });
}
