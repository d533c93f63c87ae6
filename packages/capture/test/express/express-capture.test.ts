import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import type { Actor, Draft } from '@whodid/core';
import { isWhodidError, RawBody } from '@whodid/core';
import express, { type Request } from 'express';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';
import { request } from '../fixtures/raw-client.ts';

test('the actor is asked when the response is over, after sign-in', async () => {
  const app = express();
  const recorder = collectingRecorder();
  const ada: Actor = { type: 'user', id: 'u-1', name: 'Ada' };
  app.use(
    expressCapture(recorder, {
      actorOf: (req: Request) => (req.res?.locals.who as Actor | undefined) ?? null,
    }),
  );
  app.use((_, res, next) => {
    res.locals.who = ada;
    next();
  });
  app.get('/me', (_, res) => void res.send('ok'));

  const { url, close } = await listening(app);
  await (await fetch(`${url}/me`)).text();
  const { actor } = await recorder.find(isHttp);
  await close();

  assert.deepEqual(actor, ada);
});

test('the user that sign-in middleware leaves is the actor by default', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use(expressCapture(recorder));
  app.use((req, _, next) => {
    if (req.path !== '/anonymous') {
      Object.assign(req, {
        user: { sub: 'u-17', displayName: 'Ada', email: 'ada@example.com', password: 'x' },
      });
    }
    next();
  });

  const { url, close } = await listening(app);
  await (await fetch(`${url}/signed-in`)).text();
  await (await fetch(`${url}/anonymous`)).text();
  const signedIn = await recorder.find(({ http }) => http?.url.endsWith('/signed-in') === true);
  const nobody = await recorder.find(({ http }) => http?.url.endsWith('/anonymous') === true);
  await close();

  assert.deepEqual(signedIn.actor, {
    type: 'user',
    id: 'u-17',
    name: 'Ada',
    email: 'ada@example.com',
  });
  assert.deepEqual(nobody.actor, { type: 'anonymous', id: 'anonymous' });
});

test('what a handler threw is told with the failure', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use(expressCapture(recorder));
  app.get('/rejects', async () => {
    throw new RangeError('too far');
  });
  app.use((_: unknown, __: Request, res: express.Response, ___: unknown) => {
    res.status(500).send('sorry');
  });

  const { url, close } = await listening(app);
  await (await fetch(`${url}/rejects`)).text();
  const { outcome, http } = await recorder.find(isHttp);
  await close();

  assert.equal(outcome, 'failure');
  assert.equal(http?.error, 'RangeError: too far');
});

test('of an error in the syntax of a body only the name is told, for its message quotes the body', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use(expressCapture(recorder));
  app.use(express.json());
  const { url, close } = await listening(app);
  const headers = { 'content-type': 'application/json' };
  await (await fetch(url, { method: 'POST', body: '{"password":"hunter2', headers })).text();
  const { http, outcome } = await recorder.find(isHttp);
  await close();

  assert.deepEqual([http?.statusCode, outcome, http?.error], [400, 'failure', 'SyntaxError']);
});

test('a name is that of the last handler for the method', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use(expressCapture(recorder));
  app
    .route('/orders')
    .get(
      (_, __, next) => next(),
      function listOrders(_, res) {
        res.send('list');
      },
    )
    .post(function createOrder(_, res) {
      res.send('created');
    })
    .put((_, res) => void res.send('nameless'));
  const { url, close } = await listening(app);
  const names: unknown[] = [];
  for (const method of ['GET', 'POST', 'HEAD', 'PUT']) {
    await (await fetch(`${url}/orders`, { method })).text();
    const { http } = await recorder.find((draft) => draft.http?.method === method);
    names.push(http?.name);
  }
  await close();

  assert.deepEqual(names, ['listOrders', 'createOrder', 'listOrders', undefined]);
});

test('mounted behind something slow, it does not take the rest of a body for the whole', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use((_, __, next) => void setTimeout(next, 10));
  app.use(expressCapture(recorder));
  app.use(express.text(), (req, res) => void res.send(req.body));
  const { port, close } = await listening(app);
  const socket = connect(port, '127.0.0.1');
  const headers = { 'content-type': 'text/plain', 'content-length': '50' };
  socket.write(request('POST /', headers) + 'a'.repeat(20));
  setTimeout(() => socket.write('b'.repeat(30)), 30);
  await once(socket.resume(), 'close');
  const { http } = await recorder.find(isHttp);
  await close();

  assert.equal(http?.response.bodyBytes, 50);
  assert.equal(http?.request.body, undefined);
  assert.equal(http?.request.bodyBytes, 50);
});

test('mounted behind something slow, it records a client that has left in the meantime', async () => {
  const app = express();
  const recorder = collectingRecorder();
  app.use((req, _, next) => {
    req.socket.on('close', () => setTimeout(next, 5));
  });
  app.use(expressCapture(recorder));
  const { port, close } = await listening(app);
  const socket = connect(port, '127.0.0.1');
  socket.write(request('GET /slow'));
  setTimeout(() => socket.destroy(), 10);
  const { http, outcome } = await recorder.find(isHttp);
  await close();

  assert.deepEqual([outcome, http?.error], ['unknown', 'client_closed']);
});

test('a form with files is kept whole or not at all, and a limit of 0 keeps nothing', async () => {
  const form = (bytes: number): RequestInit => {
    const body = new FormData();
    body.append('title', 'Portrait');
    body.append('file', new Blob(['x'.repeat(bytes)]), 'ada.png');
    return { method: 'POST', body };
  };
  const bodies: unknown[] = [];
  for (const [bodyLimitBytes, fileBytes] of [
    [16_384, 100],
    [16_384, 20_000],
    [0, 100],
  ] as const) {
    const app = express();
    const recorder = collectingRecorder();
    app.use(expressCapture(recorder, { bodyLimitBytes }));
    app.use(express.raw({ type: () => true }), (_, res) => void res.type('text').send('ok'));
    const { url, close } = await listening(app);
    await (await fetch(url, form(fileBytes))).text();
    const { http } = await recorder.find(isHttp);
    await close();
    const { request, response } = http ?? {};
    assert.ok((request?.bodyBytes ?? 0) > fileBytes);
    bodies.push([
      request?.body instanceof RawBody,
      response?.body instanceof RawBody,
      request?.cut,
    ]);
  }
  assert.deepEqual(bodies, [
    [true, true, undefined],
    [false, true, undefined],
    [false, false, undefined],
  ]);
});

test('an option that does not exist is refused with the nearest one', () => {
  assert.throws(
    () => expressCapture(collectingRecorder(), { bodyLimitByte: 1 } as object),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /bodyLimitBytes/.test(error.message),
  );
  assert.throws(
    () => expressCapture(collectingRecorder(), { bodyLimitBytes: -1 }),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});

function isHttp(draft: Draft): boolean {
  return draft.kind === 'http.in';
}
