import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { captureFetch } from '@whodid/capture/fetch';
import {
  Agent,
  interceptors,
  fetch as undiciFetch,
  request as undiciRequest,
  upgrade,
} from 'undici';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listening } from '../fixtures/listening.ts';

let recorder: CollectingRecorder;
let server: Listening;
let stop: () => void;

beforeEach(async () => {
  server = await listening((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: '/here' }).end();
    else if (request.url === '/busy') response.writeHead(503, { 'retry-after': '0' }).end();
    else if (request.url === '/slow') return;
    else if (request.url === '/long') response.end(Buffer.alloc(8_000_000));
    else setTimeout(() => response.end('done'), 5);
  });
  server.server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}\r\n\r\n`,
    );
    setTimeout(() => socket.destroy(), 20);
  });
  recorder = collectingRecorder();
  stop = captureFetch(recorder);
});
afterEach(async () => {
  stop();
  await server.close();
});

test('each hop of a redirect is an entry', async () => {
  await (await fetch(`${server.url}/away`)).text();
  await recorder.find(({ http }) => http?.url === `${server.url}/here`);

  assert.deepEqual(codes(), [302, 200]);
});

test('a call that the app gives up is one entry', async () => {
  await assert.rejects(fetch(`${server.url}/slow`, { signal: AbortSignal.timeout(20) }), {
    name: 'TimeoutError',
  });
  const draft = await recorder.find(() => true);
  await sleep(20);

  assert.equal(draft.outcome, 'failure');
  assert.equal(draft.http?.error, 'TimeoutError');
  assert.equal(recorder.drafts.length, 1);
});

test('a body that the app does not want leaves the status code to decide', async () => {
  const response = await fetch(`${server.url}/long`);
  await response.body?.cancel();
  const draft = await recorder.find(() => true);

  assert.equal(draft.http?.statusCode, 200);
  assert.equal(draft.outcome, 'success');
  assert.equal(draft.http?.error, 'AbortError');
});

test('a short body that nobody reads is recorded when it has come', async () => {
  await fetch(`${server.url}/here`);
  const draft = await recorder.find(() => true);

  assert.equal(draft.outcome, 'success');
});

test('a long body that nobody reads is recorded when the answer is garbage', async () => {
  // A function of its own, so that nothing here holds the answer.
  await (async () => void (await fetch(`${server.url}/long`)))();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 50 && recorder.drafts.length === 0; round += 1) {
    await sleep(10);
    collect();
  }

  assert.equal(recorder.drafts[0]?.http?.statusCode, 200);
  assert.equal(recorder.drafts[0]?.http?.error, 'AbortError');
});

test('a name that cannot be resolved is one failure', async () => {
  await assert.rejects(fetch('http://whodid.invalid/'));
  const { http } = await recorder.find(() => true, 15_000);

  assert.match(http?.error ?? '', /^Error: (?:ENOTFOUND|EAI_AGAIN)$/);
});

for (const connections of [1, 2]) {
  test(`calls that wait for one of ${connections} connections have their own caller, or none`, async () => {
    await fetch(server.url);
    const ours = new Agent({ connections });
    const theirs = ownAgent(connections);
    const calls = Array.from({ length: 60 }, (_, at) => `c${at}`);
    await Promise.all(
      calls.map((id) =>
        recorder.within({ requestId: id }, async () => {
          await (await undiciRequest(`${server.url}/${id}`, { dispatcher: ours })).body.text();
          await (await undiciFetch(`${server.url}/${id}`, { dispatcher: ours })).text();
          const init = { dispatcher: theirs } as RequestInit;
          await (await fetch(`${server.url}/${id}?own`, init)).text();
        }),
      ),
    );
    await recorder.find(() => recorder.drafts.length === 181);
    await ours.close();

    for (const [at, { http }] of recorder.drafts.slice(1).entries()) {
      const found = recorder.surroundings[at + 1]?.requestId;
      const id = /c\d+/.exec(http?.url ?? '')?.[0];
      const waited = connections === 2 && http?.url.endsWith('?own') === true;
      assert.ok(found === id || (waited && found === undefined), `${http?.url} has ${found}`);
    }
  });
}

test('what an interceptor repeats has the caller of the first', async () => {
  const retrying = new Agent({ connections: 1 }).compose(
    interceptors.retry({ maxRetries: 1, minTimeout: 1 }),
  );
  const following = new Agent({ connections: 1 }).compose(
    interceptors.redirect({ maxRedirections: 2 }),
  );
  // The connections belong to somebody else.
  await recorder.within({ requestId: 'first' }, async () => {
    await (await undiciFetch(server.url, { dispatcher: retrying })).text();
    await (await undiciRequest(server.url, { dispatcher: following })).body.text();
  });
  await recorder.within({ requestId: 'second' }, async () => {
    await undiciFetch(`${server.url}/busy`, { dispatcher: retrying }).catch(() => {});
    await (await undiciRequest(`${server.url}/away`, { dispatcher: following })).body.text();
  });
  await recorder.find(({ http }) => http?.url === `${server.url}/here`);

  assert.deepEqual(codes(), [200, 200, 503, 503, 302, 200]);
  assert.deepEqual(
    recorder.surroundings.map(({ requestId }) => requestId),
    ['first', 'first', 'second', 'second', 'second', 'second'],
  );
});

test('a connection that switches protocols is recorded', async () => {
  const socket = new WebSocket(server.url.replace('http:', 'ws:'));
  await once(socket, 'close');
  await upgrade(server.url);
  await recorder.find(() => recorder.drafts.length === 2);

  assert.deepEqual(
    recorder.drafts.map(({ outcome }) => outcome),
    ['success', 'success'],
  );
});

test('of two installations the first records', async () => {
  const other = collectingRecorder();
  const stopOther = captureFetch(other);
  await (await fetch(server.url)).text();
  stopOther();

  assert.equal(recorder.drafts.length, 1);
  assert.equal(other.drafts.length, 0);
});

test('a call that is open when the capture stops is still recorded, the next one is not', async () => {
  const open = fetch(server.url);
  await sleep(2);
  stop();
  await (await open).text();
  await (await fetch(server.url)).text();

  assert.equal(recorder.drafts.length, 1);
  assert.equal(channel('undici:request:trailers').hasSubscribers, false);
});

// As Node 20 has it. A request that an older undici might make, on the real channels.
test('an undici that does not show bodies leaves their announced sizes', async () => {
  const request = {
    origin: 'https://pay.example',
    path: '/v1?page=2',
    method: 'POST',
    headers: 'content-type: text/plain\r\nx-a: 1\r\n',
    body: Buffer.from('whole'),
  };
  const headers = ['Content-Type', 'text/plain', 'Content-Length', '42'].map((each) =>
    Buffer.from(each),
  );
  publish('create', { request });
  publish('bodySent', { request });
  publish('headers', { request, response: { statusCode: 200, headers } });
  publish('trailers', { request, trailers: [] });
  const { http } = await recorder.find(() => true);

  assert.equal(http?.url, 'https://pay.example/v1?page=2');
  assert.equal(http?.protocol, 'https');
  assert.equal(http?.request.headers['x-a'], '1');
  assert.equal(http?.request.bodyBytes, 5);
  assert.equal(http?.response.bodyBytes, 42);
  assert.equal(http?.response.body, undefined);
});

// As undici up to 7 calls us for a request that waited for a connection of somebody else.
test('the handler of a call knows its caller, wherever the request is made', async () => {
  const handler = recorder.within({ requestId: 'ours' }, () => new AsyncResource('RequestHandler'));
  const request = { origin: server.url, path: '/', method: 'GET', headers: [] };
  Object.assign(request, { [Symbol('handler')]: { handler } });
  recorder.within({ requestId: 'theirs' }, () => {
    publish('create', { request });
    publish('error', { request, error: new Error() });
  });

  assert.equal(recorder.surroundings[0]?.requestId, 'ours');
});

test('what is no request on a channel harms nobody', () => {
  for (const message of [null, {}, { request: null }, { request: {} }]) publish('create', message);
  assert.equal(recorder.drafts.length, 0);
});

function publish(name: string, message: unknown): void {
  channel(`undici:request:${name}`).publish(message);
}

function codes(): (number | undefined)[] {
  return recorder.drafts.map(({ http }) => http?.statusCode);
}

/** A dispatcher of the undici that is part of Node; only its `fetch` is public. */
function ownAgent(connections: number): unknown {
  const key = Symbol.for('undici.globalDispatcher.1');
  const own = (globalThis as { [key]?: object })[key];
  return Reflect.construct(own?.constructor as new () => unknown, [{ connections }]);
}
