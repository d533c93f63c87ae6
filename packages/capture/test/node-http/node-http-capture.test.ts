import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import { captureNodeHttp } from '@whodid/capture/node-http';
import { type Draft, isWhodidError } from '@whodid/core';
import express from 'express';
import Fastify from 'fastify';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listen, listening } from '../fixtures/listening.ts';
import { collect, exchangeBytes, request } from '../fixtures/raw-client.ts';

/** Runs with every server of this process captured. */
async function captured(run: (recorder: CollectingRecorder) => Promise<void>): Promise<void> {
  const recorder = collectingRecorder();
  const stop = captureNodeHttp(recorder);
  try {
    await run(recorder);
  } finally {
    stop();
  }
  assert.deepEqual(recorder.faults, []);
}

test('what Node answers by itself, without any handler, is recorded', () =>
  captured(async (recorder) => {
    const { port, close } = await listening(() => assert.fail('no handler is asked'));
    await exchangeBytes(port, 'GET /no-host HTTP/1.1\r\nconnection: close\r\n\r\n');
    const { http, outcome } = await recorder.find(({ http }) => http?.url === '/no-host');
    await close();

    assert.deepEqual([http?.statusCode, outcome], [400, 'failure']);
  }));

test('a request that Node cannot read is recorded once and answered as before', async () => {
  const garbage = 'GET /search?q=1 HTTP/1.1\r\nbad header\r\n\r\n';
  const { port, close } = await listening(() => assert.fail('no handler is asked'));
  const bare = await exchangeBytes(port, garbage);
  await captured(async (recorder) => {
    assert.equal(await exchangeBytes(port, garbage), bare);
    const draft = await recorder.find((each) => each.reason !== undefined);
    assert.equal(draft.outcome, 'failure');
    assert.match(draft.reason ?? '', /^HPE_/);
    assert.equal(draft.client?.ip, '127.0.0.1');
    assert.deepEqual([draft.http?.method, draft.http?.url], ['GET', '/search?q=1']);

    await exchangeBytes(port, '\x16\x03\x01 no HTTP at all\r\n\r\n');
    const unreadable = await recorder.find((each) => each !== draft);
    assert.equal(unreadable.http, undefined);
    assert.equal(recorder.drafts.length, 2);
  });
  await close();
});

test('garbage behind a good request of the same packet is not taken for that request', () =>
  captured(async (recorder) => {
    const { port, close } = await listening((_, res) => void res.end('ok'));
    const good = request('GET /good', { connection: 'keep-alive' });
    await exchangeBytes(port, `${good}GET /bad HTTP/1.1\r\nbad header\r\n\r\n`);
    await recorder.find(() => recorder.drafts.length === 2);
    await close();

    const [first, second] = recorder.drafts.toSorted((a) => (a.http === undefined ? 1 : -1));
    assert.match(first?.http?.url ?? '', /\/good$/);
    assert.match(second?.reason ?? '', /^HPE_/);
    assert.equal(second?.http, undefined);
  }));

test('a body that cannot be read on is a failure of its own request, not one request more', () =>
  captured(async (recorder) => {
    const { port, close } = await listening((req) => void req.resume());
    const head = request('POST /import', { 'transfer-encoding': 'chunked' });
    await exchangeBytes(port, `${head}3\r\nabc\r\nnot a size\r\n`);
    const { http, outcome } = await recorder.find(isHttp);
    await close();

    assert.equal(outcome, 'failure');
    assert.match(http?.error ?? '', /^HPE_/);
    assert.equal(http?.request.bodyBytes, 3);
    assert.equal(recorder.drafts.length, 1);
  }));

test('a switch of protocols is recorded when it is answered, granted or not', () =>
  captured(async (recorder) => {
    const server = createServer();
    const upgraded = ['/granted', '/refused', '/dropped'];
    server.on('upgrade', (req, socket) => {
      socket.on('error', () => {});
      socket.on('end', () => socket.end()).resume();
      if (req.url === '/granted') {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: chat\r\n\r\n');
        // What is said from now on goes out by the methods that were there before.
        assert.equal(Object.hasOwn(socket, 'write') || Object.hasOwn(socket, 'end'), false);
        socket.write('hello');
      } else if (req.url === '/refused') {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      } else socket.destroy();
    });
    const { port, close } = await listen(server);
    const found: unknown[] = [];
    for (const path of upgraded) {
      const socket = connect(port, '127.0.0.1');
      const received = collect(socket);
      socket.write(request(`GET ${path}`, { connection: 'upgrade', upgrade: 'chat' }));
      if (path === '/granted') await received.until('hello');
      // While the granted connection is still open.
      const { http, outcome } = await recorder.find(
        (each) => each.http?.url.endsWith(path) === true,
      );
      found.push([http?.statusCode, outcome, http?.error]);
      socket.destroy();
      if (!socket.closed) await once(socket, 'close');
    }
    await close();

    assert.deepEqual(found, [
      [101, 'success', undefined],
      [403, 'denied', undefined],
      [undefined, 'failure', 'server_closed'],
    ]);
    assert.equal(recorder.drafts.length, 3);
  }));

test('servers for HTTPS are recorded too', () =>
  captured(async (recorder) => {
    // A key that both know spares the test a certificate.
    const psk = Buffer.alloc(16, 7);
    const server = https.createServer({ pskCallback: () => psk, ciphers: 'PSK' }, (_, res) => {
      void recorder.record({ action: 'inside' });
      res.end('ok');
    });
    const { port, close } = await listen(server);
    const options = {
      port,
      host: '127.0.0.1',
      agent: false,
      ciphers: 'PSK',
      pskCallback: () => ({ psk, identity: 'test' }),
      checkServerIdentity: () => undefined,
    };
    await new Promise((resolve, reject) => {
      https.get(options, (res) => void res.resume().on('end', resolve)).on('error', reject);
    });
    const { http, ambient } = await recorder.find(isHttp);
    await close();

    assert.deepEqual([http?.protocol, http?.url], ['https', `https://127.0.0.1:${port}/`]);
    assert.equal(recorder.surroundings[0]?.requestId, ambient?.requestId);
    assert.equal(recorder.drafts.length, 2);
  }));

test('a handler that decides about 100-continue runs inside the ambient', () =>
  captured(async (recorder) => {
    const server = createServer(() => assert.fail('the other handler is asked'));
    server.on('checkContinue', (req, res) => {
      void recorder.record({ action: 'inside' });
      res.writeContinue();
      req.resume().on('end', () => res.end('ok'));
    });
    const { port, close } = await listen(server);
    const headers = { expect: '100-continue', 'x-request-id': 'r-1' };
    const answer = await exchangeBytes(port, request('POST /', headers, 'body'));
    const { http } = await recorder.find(isHttp);
    await close();

    assert.match(answer, /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
    assert.equal(recorder.surroundings[0]?.requestId, 'r-1');
    assert.deepEqual([http?.statusCode, http?.request.bodyBytes], [200, 4]);
  }));

test('a request that the middleware sees too is recorded once, with the options of the app', () =>
  captured(async (processWide) => {
    const own = collectingRecorder();
    const app = express();
    app.use(expressCapture(own, { actorOf: () => ({ type: 'service', id: 'own' }) }));
    app.post('/both', (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk) => {
        void own.record({ action: 'inside' });
        chunks.push(chunk);
      });
      req.on('end', () => void res.type('text').send(Buffer.concat(chunks)));
    });
    const { port, close } = await listening(app);
    const socket = connect(port, '127.0.0.1');
    const headers = { 'content-type': 'text/plain', 'content-length': '50' };
    socket.write(request('POST /both', headers));
    // In a packet of its own, of which the connection tells and not the handler.
    setTimeout(() => socket.write('x'.repeat(50)), 10);
    await once(socket.resume(), 'close');
    const { actor, http } = await own.find(isHttp);
    await close();

    assert.equal(actor?.id, 'own');
    assert.deepEqual([http?.request.bodyBytes, http?.response.bodyBytes], [50, 50]);
    assert.equal(own.drafts.filter(isHttp).length, 1);
    assert.equal(processWide.drafts.length, 0);
    const [{ actor: asked } = {}] = own.surroundings;
    assert.equal(typeof asked === 'function' && asked()?.id, 'own');
  }));

test('of a request that another copy of the library has claimed there is no second entry', () =>
  captured(async (recorder) => {
    const claim = Symbol.for('whodid.capture.claim');
    const released: string[] = [];
    const app = express();
    app.use((req, _, next) => {
      const value = {
        rank: req.path === '/mounted' ? 1 : 0,
        requestId: 'theirs',
        release: () => released.push(req.path),
      };
      const [ours] = Object.getOwnPropertySymbols(req).filter((symbol) => symbol === claim);
      if (ours !== undefined) (req as unknown as Record<symbol, typeof value>)[ours]?.release();
      Object.defineProperty(req, claim, { value, configurable: true });
      next();
    });
    const own = collectingRecorder();
    app.use(expressCapture(own));
    app.get('/mounted', (_, res) => void res.send('theirs'));
    app.get('/process-wide', (_, res) => void res.send('ours'));
    const { url, close } = await listening(app);
    await (await fetch(`${url}/mounted`)).text();
    await (await fetch(`${url}/process-wide`)).text();
    const draft = await own.find(isHttp);
    await close();

    assert.deepEqual(released, ['/process-wide']);
    // The id under which entries may have been recorded before stays.
    assert.deepEqual([draft.http?.route, draft.ambient?.requestId], ['/process-wide', 'theirs']);
    assert.equal(own.drafts.length + recorder.drafts.length, 1);
  }));

test('the user of a Fastify app is the actor, without a change to the app', () =>
  captured(async (recorder) => {
    const app = Fastify();
    app.decorateRequest('user', null);
    app.addHook('preHandler', async (req) => {
      Object.assign(req, { user: { id: 17, name: 'Ada' } });
    });
    app.get('/me', { schema: { operationId: 'whoAmI' } as object }, async () => 'ok');
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    await (await fetch(`${url}/me`)).text();
    const { actor, http } = await recorder.find(isHttp);
    await app.close();

    assert.deepEqual(actor, { type: 'user', id: '17', name: 'Ada' });
    assert.deepEqual([http?.route, http?.name], ['/me', 'whoAmI']);
  }));

test('after stop nothing is recorded and the servers are as they were', async () => {
  const recorder = collectingRecorder();
  const before = Object.getOwnPropertyDescriptor(createServer().constructor.prototype, 'emit');
  const stop = captureNodeHttp(recorder);
  const { url, close } = await listening((_, res) => void res.end());
  await (await fetch(url)).text();
  await recorder.find(isHttp);
  stop();
  await (await fetch(url)).text();
  await close();

  assert.equal(recorder.drafts.length, 1);
  const after = Object.getOwnPropertyDescriptor(createServer().constructor.prototype, 'emit');
  assert.deepEqual(after, before);
});

test('an option that does not exist is refused', () => {
  assert.throws(
    () => captureNodeHttp(collectingRecorder(), { bodyLimit: 1 } as object),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN'),
  );
});

function isHttp({ kind }: Draft): boolean {
  return kind === 'http.in';
}
