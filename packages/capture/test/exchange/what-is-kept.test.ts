import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { type Draft, isWhodidError } from '@whodid/core';
import express from 'express';
import type { CaptureOptions } from '../../src/exchange/capture-options.ts';
import { expressCapture } from '../../src/express/index.ts';
import { captureNodeHttp } from '../../src/node-http/index.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';

interface Seen {
  readonly drafts: readonly Draft[];
  readonly handled: number;
  readonly response: Response;
}

async function send(
  options: CaptureOptions<object>,
  path: string,
  init?: RequestInit,
): Promise<Seen> {
  const recorder = collectingRecorder();
  const app = express();
  let handled = 0;
  app.use(expressCapture(recorder, options));
  app.use((_, __, next) => {
    handled += 1;
    next();
  });
  app.post('/orders', express.json(), function placeOrder(req, res) {
    res.json({ got: req.body });
  });
  app.get('/page', (_, res) => void res.send('<p>page</p>'));
  app.get('/own-id', (_, res) => void res.set('X-Request-Id', 'mine').json({}));
  app.get('/parts', (_, res) => {
    res.type('text').write('one');
    setImmediate(() => res.end('two'));
  });
  const { url, close } = await listening(app);
  const response = await fetch(url + path, init);
  await response.text();
  await close();
  return { drafts: recorder.drafts, handled, response };
}

const order: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"tea":2}',
};

test('rules leave requests out, and their handlers run once all the same', async () => {
  for (const rules of [
    [{ name: 'placeOrder' }],
    [{ path: '/orders', keep: 'bodies' as const }, { method: 'POST' }],
    [{ statusCode: '2xx' }],
    [{ contentType: 'application/json' }],
  ]) {
    const { drafts, handled, response } = await send({ rules }, '/orders', order);
    assert.deepEqual([drafts.length, handled, response.status], [0, 1, 200]);
  }
  assert.equal((await send({ keepOthers: 'nothing' }, '/orders', order)).drafts.length, 0);
});

test('metadata only: sizes and headers stay, bodies go', async () => {
  const { drafts } = await send(
    { rules: [{ path: '/orders', keep: 'metadata' }] },
    '/orders',
    order,
  );
  const { request, response } = drafts[0]?.http ?? {};
  assert.deepEqual([request?.body, response?.body], [undefined, undefined]);
  assert.deepEqual([request?.bodyBytes, response?.bodyBytes], [9, 17]);
  assert.equal(request?.headers['content-type'], 'application/json');
});

test('limits differ for the two directions, and a cut is told', async () => {
  const options = { bodyLimitBytes: { request: 4, response: 100 } };
  const { request, response } = (await send(options, '/orders', order)).drafts[0]?.http ?? {};
  assert.deepEqual([request?.cut, response?.cut], [true, undefined]);
});

test('pages are counted and not kept, unless the app wants them', async () => {
  const counted = (await send({}, '/page')).drafts[0]?.http?.response;
  assert.deepEqual([counted?.body, counted?.bodyBytes], [undefined, 11]);
  const kept = (await send({ bodyTypes: ['text/html'] }, '/page')).drafts[0]?.http?.response;
  assert.ok(kept?.body !== undefined);
});

test('what is written part by part is streamed, what is written at once is not', async () => {
  const streamed = (await send({}, '/parts')).drafts[0]?.http?.response;
  assert.deepEqual([streamed?.streamed, streamed?.bodyBytes], [true, 6]);
  const whole = (await send({}, '/orders', order)).drafts[0]?.http?.response;
  assert.equal(whole?.streamed, undefined);
});

test('the id of a request comes back to the client: the one it gave, or a new one', async () => {
  const made = await send({}, '/page');
  assert.equal(made.response.headers.get('x-request-id'), made.drafts[0]?.ambient?.requestId);
  const given = await send({}, '/page', { headers: { 'x-request-id': 'r-17' } });
  assert.equal(given.response.headers.get('x-request-id'), 'r-17');
  assert.equal(given.drafts[0]?.ambient?.requestId, 'r-17');
  const bad = await send({}, '/page', { headers: { 'x-request-id': 'a b<script>' } });
  assert.notEqual(bad.drafts[0]?.ambient?.requestId, 'a b<script>');
  assert.equal(bad.response.headers.get('x-request-id'), bad.drafts[0]?.ambient?.requestId);
});

test('the app’s own id in the answer stays, and the header may be another one or none', async () => {
  const own = await send({}, '/own-id');
  assert.equal(own.response.headers.get('x-request-id'), 'mine');
  const other = await send({ requestIdHeader: 'X-Correlation-Id' }, '/page', {
    headers: { 'x-correlation-id': 'c-1' },
  });
  assert.equal(other.response.headers.get('x-correlation-id'), 'c-1');
  assert.equal(other.response.headers.get('x-request-id'), null);
  const none = await send({ requestIdHeader: false }, '/page', {
    headers: { 'x-request-id': 'r-17' },
  });
  assert.equal(none.response.headers.get('x-request-id'), null);
  assert.notEqual(none.drafts[0]?.ambient?.requestId, 'r-17');
});

test('the header of the app’s own capture replaces that of the whole process', async () => {
  const recorder = collectingRecorder();
  const stop = captureNodeHttp(recorder);
  const other = await send({ requestIdHeader: 'X-Correlation-Id' }, '/page');
  const none = await send({ requestIdHeader: false }, '/page');
  stop();
  assert.notEqual(other.response.headers.get('x-correlation-id'), null);
  assert.equal(other.response.headers.get('x-request-id'), null);
  assert.equal(none.response.headers.get('x-request-id'), null);
});

test('a host that is not ours is not shown as the address', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(
    expressCapture(recorder, { allowedHosts: ['.shop.example'] }),
    (_, res) => void res.end(),
  );
  const { port, close } = await listening(app);
  for (const host of ['www.shop.example', 'evil.example']) {
    await new Promise((resolve) =>
      httpRequest({ port, path: '/a?b=1', headers: { host } }, (res) => {
        res.resume().on('end', resolve);
      }).end(),
    );
  }
  await close();
  assert.deepEqual(
    recorder.drafts.map(({ http }) => http?.url),
    ['http://www.shop.example/a?b=1', '/a?b=1'],
  );
});

const wrong: readonly (readonly [object, string])[] = [
  [{ rules: 'all' }, 'rules'],
  [{ rules: [null] }, 'rules'],
  [{ rules: [{ keep: 'none' }] }, 'rules[0].keep'],
  [{ keepOthers: 'all' }, 'keepOthers'],
  [{ tokens: {} }, 'tokens'],
  [{ anonymousRoutes: 'none' }, 'anonymousRoutes'],
  [{ requestIdHeader: 'a b' }, 'requestIdHeader'],
  [{ urlType: 'absolute' }, 'urlType'],
  [{ bodyLimitBytes: { request: 1 } }, 'bodyLimitBytes'],
  [{ bodyLimitBytes: { request: 1, response: 1, other: 1 } }, 'bodyLimitBytes'],
  [{ countryOf: 'NL' }, 'countryOf'],
];
for (const [options, option] of wrong) {
  test(`an app with wrong options does not start: ${JSON.stringify(options)}`, () => {
    assert.throws(
      () => expressCapture(collectingRecorder(), options),
      (error) =>
        isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === `expressCapture.${option}`,
    );
  });
}
