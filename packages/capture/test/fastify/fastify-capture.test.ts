import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fastifyCapture } from '@whodid/capture/fastify';
import { isWhodidError } from '@whodid/core';
import Fastify, { type FastifyRequest } from 'fastify';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { exchangeBytes } from '../fixtures/raw-client.ts';

test('the plugin covers the whole app, and sees what its hooks refuse', async () => {
  const recorder = collectingRecorder();
  const app = Fastify();
  app.register(fastifyCapture, { recorder });
  app.get('/root', async () => 'root');
  app.register(
    async (inner) => {
      inner.addHook('onRequest', async (_, reply) => reply.code(403).send('no'));
      inner.get('/orders/:id', async () => 'never');
    },
    { prefix: '/shops/:shop' },
  );
  await app.inject('/root');
  await app.inject('/shops/1/orders/2');
  await app.inject('/missing');
  await recorder.find(() => recorder.drafts.length === 3);
  await app.close();

  assert.deepEqual(
    recorder.drafts.map(({ http, outcome }) => [http?.route, http?.statusCode, outcome]),
    [
      ['/root', 200, 'success'],
      ['/shops/:shop/orders/:id', 403, 'denied'],
      [undefined, 404, 'failure'],
    ],
  );
});

test('the actor is asked about the request of Fastify, and its errors are told', async () => {
  const recorder = collectingRecorder();
  const app = Fastify();
  app.register(fastifyCapture, {
    recorder,
    actorOf: (request: FastifyRequest<{ Params: { id: string } }>) => ({
      type: 'user',
      id: request.params.id,
    }),
  });
  app.get('/users/:id', async () => {
    throw new RangeError('too far');
  });
  await app.inject('/users/ada');
  const { actor, http, outcome } = await recorder.find(() => true);
  await app.close();

  assert.equal(actor?.id, 'ada');
  assert.deepEqual([outcome, http?.error], ['failure', 'RangeError: too far']);
});

test('a request that Node cannot read is recorded, and answered by Fastify as before', async () => {
  const recorder = collectingRecorder();
  const app = Fastify();
  app.register(fastifyCapture, { recorder });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const answer = await exchangeBytes(port, 'GET /x HTTP/1.1\r\nbad header\r\n\r\n');
  const { http } = await recorder.find(() => true);
  await app.close();

  assert.match(answer, /"Client Error"/);
  assert.match(http?.error ?? '', /^HPE_/);
});

test('a request over HTTP/2 is recorded too', async () => {
  const recorder = collectingRecorder();
  const app = Fastify({ http2: true });
  // The types of the plugin are those of HTTP/1.
  app.register(fastifyCapture as never, { recorder });
  app.post('/orders/:id', async (req) => req.body);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const session = http2.connect(url);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/orders/7',
    'content-type': 'application/json',
  });
  stream.end('{"a":1}');
  assert.equal(await text(stream), '{"a":1}');
  const { http, outcome } = await recorder.find(() => true);
  session.close();
  await app.close();

  assert.equal(outcome, 'success');
  assert.deepEqual(
    [
      http?.method,
      http?.route,
      http?.statusCode,
      http?.request.bodyBytes,
      http?.response.bodyBytes,
    ],
    ['POST', '/orders/:id', 200, 7, 7],
  );
  assert.deepEqual(recorder.faults, []);
});

test('options that cannot be used keep the app from getting ready', async () => {
  const wrong = Fastify();
  wrong.register(fastifyCapture, { recorder: collectingRecorder(), skipp: true } as never);
  await assert.rejects(
    async () => wrong.ready(),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN'),
  );
  const none = Fastify();
  none.register(fastifyCapture, {} as never);
  await assert.rejects(
    async () => none.ready(),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});
