import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureHttpClient } from '@whodid/capture/http-client';
import { RawBody } from '@whodid/core';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listening } from '../fixtures/listening.ts';

let recorder: CollectingRecorder;
let server: Listening;
let stop: () => void;

beforeEach(async () => {
  server = await listening((request, response) => {
    if (request.url === '/slow') return;
    if (request.url === '/long') response.end(Buffer.alloc(8_000_000));
    else {
      if (request.url === '/hints') response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.setHeader('content-type', 'text/plain');
      request.resume().on('end', () => response.end('done'));
    }
  });
  server.server.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  });
  recorder = collectingRecorder();
  stop = captureHttpClient(recorder);
});
afterEach(async () => {
  stop();
  await server.close();
});

test('a body that is written in parts is kept whole, and the app sees no difference', async () => {
  const request = open('/a', { method: 'POST', headers: { 'content-type': 'text/plain' } });
  const results = [
    request.write('one'),
    request.write(Buffer.from('two')),
    request.end('é', 'latin1'),
  ];
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(await readAll(response), 'done');
  const { http: exchange } = await recorder.find(() => true);

  assert.deepEqual(results, [true, true, request]);
  assert.equal(exchange?.request.bodyBytes, 7);
  assert.ok(exchange?.request.body instanceof RawBody);
  assert.equal(exchange.url, `${server.url}/a`);
});

test('a connection that is used again gives each call its own entry', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await Promise.all(['/1', '/2', '/3'].map((path) => get(path, { agent })));
  await recorder.find(() => recorder.drafts.length === 3);
  agent.destroy();

  assert.deepEqual(paths(), ['/1', '/2', '/3']);
});

test('early hints and `100 Continue` are not the answer', async () => {
  await get('/hints');
  const request = open('/c', { method: 'POST', headers: { expect: '100-continue' } });
  request.flushHeaders();
  await once(request, 'continue');
  request.end('late');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await readAll(response);
  await recorder.find(() => recorder.drafts.length === 2);

  assert.deepEqual(
    recorder.drafts.map(({ http: exchange }) => exchange?.statusCode),
    [200, 200],
  );
  assert.equal(recorder.drafts[1]?.http?.request.bodyBytes, 4);
});

test('a connection that switches protocols is recorded', async () => {
  const request = open('/u', { headers: { connection: 'upgrade', upgrade: 'x' } });
  request.end();
  const [, socket] = await once(request, 'upgrade');
  socket.destroy();
  const draft = await recorder.find(() => true);

  assert.equal(draft.outcome, 'success');
  assert.equal(draft.http?.statusCode, 101);
});

test('a request that is given up is one failure', async () => {
  const late = open('/slow', { timeout: 20 });
  late.on('timeout', () => late.destroy(new Error('secret reason')));
  late.end();
  await assert.rejects(once(late, 'response'), { message: 'secret reason' });
  const early = open('/slow');
  early.on('error', () => {});
  early.end();
  early.destroy();
  await recorder.find(() => recorder.drafts.length === 2);
  await sleep(10);

  assert.deepEqual(
    recorder.drafts.map(({ outcome, http: exchange }) => [outcome, exchange?.error]),
    [
      ['failure', 'Error'],
      ['failure', 'Error: ECONNRESET'],
    ],
  );
});

test('an answer that nobody listens to is recorded', async () => {
  const request = open('/a');
  request.end();
  const { http: exchange } = await recorder.find(() => true);

  assert.equal(exchange?.statusCode, 200);
  assert.equal(exchange?.response.bodyBytes, 4);
});

test('a short answer that nobody reads is recorded when it has come', async () => {
  const request = open('/a');
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const draft = await recorder.find(() => true);

  assert.equal(draft.outcome, 'success');
  assert.equal(response.readableFlowing, null);
  response.destroy();
});

test('an answer that is not read is held back as without us, and recorded when it breaks', async () => {
  const request = open('/long');
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await sleep(30);
  assert.equal(response.readableFlowing, null);
  assert.ok(response.readableLength < 1_000_000);
  assert.equal(recorder.drafts.length, 0);
  response.destroy();
  const draft = await recorder.find(() => true);

  assert.equal(draft.http?.statusCode, 200);
});

test('nobody listens for errors or answers who would hide that the app does not', async () => {
  const request = open('/a');
  assert.equal(request.listenerCount('error') + request.listenerCount('response'), 0);
  request.end();
  await recorder.find(() => true);
});

test('headers that were given as a list are recorded', async () => {
  const { host } = new URL(server.url);
  await get('/list', { headers: ['Host', host, 'Accept', 'text/plain'] });
  const { http: exchange } = await recorder.find(() => true);

  assert.equal(exchange?.request.headers.accept, 'text/plain');
});

test('a call that is open when the capture stops is still recorded, the next one is not', async () => {
  const done = get('/open');
  stop();
  await done;
  await get('/next');

  assert.deepEqual(paths(), ['/open']);
});

function open(path: string, options: RequestOptions = {}): ClientRequest {
  return http.request(`${server.url}${path}`, options);
}

async function get(path: string, options: RequestOptions = {}): Promise<void> {
  const request = open(path, options);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await readAll(response);
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function paths(): (string | undefined)[] {
  return recorder.drafts.map(({ http: exchange }) => exchange?.url.slice(server.url.length));
}
