import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { captureNodeHttp } from '@whodid/capture/node-http';
import { startNode } from '../fixtures/child.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { enterLate } from '../fixtures/enter-late.ts';
import { listen } from '../fixtures/listening.ts';
import { collect, exchangeBytes, request } from '../fixtures/raw-client.ts';

/** Runs with every server captured, and every request waiting before its handlers run. */
async function late(
  run: (recorder: CollectingRecorder, server: Server) => Promise<void>,
): Promise<void> {
  const recorder = collectingRecorder();
  const undo = [enterLate(), captureNodeHttp(recorder)];
  try {
    await run(recorder, createServer());
  } finally {
    for (const each of undo) each();
  }
  assert.deepEqual(recorder.faults, []);
}

test('a body that comes while a request waits is there for the handler', () =>
  late(async (recorder, server) => {
    server.on('request', async (req, res) => {
      void recorder.record({ action: 'inside' });
      res.end(await text(req));
    });
    const { port, close } = await listen(server);
    const body = 'x'.repeat(300_000);
    const both =
      request('POST /a', { connection: 'keep-alive', 'x-request-id': 'a' }, body) +
      request('POST /b', { 'x-request-id': 'b' }, body);
    const answer = await exchangeBytes(port, both);
    await recorder.find(() => recorder.drafts.length === 4);
    await close();

    assert.equal(answer.split(body).length, 3);
    const insides = recorder.surroundings.filter(
      (_, at) => recorder.drafts[at]?.action === 'inside',
    );
    assert.deepEqual(insides.map(({ requestId }) => requestId).sort(), ['a', 'b']);
    const sizes = recorder.drafts.flatMap(({ http }) => http?.request.bodyBytes ?? []);
    assert.deepEqual(sizes, [300_000, 300_000]);
  }));

test('a client that leaves while its request waits has its handler and its entry', () =>
  late(async (recorder, server) => {
    let handled = 0;
    server.on('request', () => {
      handled += 1;
    });
    const { port, close } = await listen(server);
    const socket = connect(port, '127.0.0.1');
    socket.write(request('GET /gone'));
    await wait(10);
    socket.destroy();
    const { outcome } = await recorder.find(({ http }) => http !== undefined);
    await wait(50);
    await close();

    assert.deepEqual([handled, outcome, recorder.drafts.length], [1, 'unknown', 1]);
  }));

test('100-continue is decided by the handler that has waited', () =>
  late(async (recorder, server) => {
    server.on('checkContinue', (req, res) => {
      res.writeContinue();
      req.pipe(res);
    });
    const { port, close } = await listen(server);
    const answer = await exchangeBytes(port, request('POST /', { expect: '100-continue' }, 'body'));
    await recorder.find(({ http }) => http?.statusCode === 200);
    await close();

    assert.match(answer, /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[\s\S]*body/);
    assert.equal(recorder.drafts.length, 1);
  }));

test('what is said on a connection that waits to be upgraded is there for the handler', () =>
  late(async (recorder, server) => {
    server.on('upgrade', (_, socket: Socket, head: Buffer) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: chat\r\n\r\n');
      socket.write(head);
      socket.pipe(socket);
    });
    const { port, close } = await listen(server);
    const socket = connect(port, '127.0.0.1');
    const received = collect(socket);
    socket.write(`${request('GET /chat', { connection: 'upgrade', upgrade: 'chat' })}one `);
    await wait(10);
    socket.write('two');
    await received.until('two');
    socket.destroy();
    await recorder.find(({ http }) => http?.statusCode === 101);
    await close();

    assert.match(received.text(), /one two$/);
  }));

test('a connection that breaks while it waits to be upgraded breaks nothing else', () =>
  late(async (recorder, server) => {
    const handled = new Promise<boolean>((resolve) => {
      server.on('upgrade', (_, socket: Socket) => resolve(socket.destroyed));
    });
    const { port, close } = await listen(server);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(request('GET /chat', { connection: 'upgrade', upgrade: 'chat' }));
    await wait(10);
    // Data that nobody reads, and then an end without manners: an error on the other side.
    socket.resetAndDestroy();
    const { outcome } = await recorder.find(({ http }) => http !== undefined);
    assert.deepEqual([await handled, outcome], [true, 'unknown']);
    await close();
  }));

test('what a handler throws that has waited is an uncaught exception, as it is bare', async () => {
  const app = fileURLToPath(new URL('../fixtures/apps/late-app.ts', import.meta.url));
  const printed: string[] = [];
  for (const mode of ['bare', 'captured']) {
    const child = startNode(['--conditions=whodid-source', app, mode], {}, process.cwd());
    const port = Number(await child.firstLine());
    await exchangeBytes(port, request('GET /'));
    assert.equal(await child.end(), 7);
    printed.push(child.stdout().replace(String(port), ''));
  }
  assert.equal(printed[0], '\nuncaughtException: from the handler\n');
  assert.equal(printed[1], printed[0]);
});
