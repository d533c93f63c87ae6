import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { runTraffic } from '../src/traffic.ts';
import { openShop } from './open-shop.ts';

test('the same seed tells the same stories, another seed others', async (t) => {
  const [first, again, other] = [
    await firstRequests(t, 7),
    await firstRequests(t, 7),
    await firstRequests(t, 8),
  ];
  assert.deepEqual(again, first);
  assert.notDeepEqual(other, first);
});

test('a few seconds of people leave every kind of trace', async (t) => {
  const shop = await openShop(t);
  const stop = new AbortController();
  const traffic = runTraffic({ shopUrl: shop.url, crowd: 6, thinkMs: 20, signal: stop.signal });
  const wanted = [
    'user.login success',
    'user.login failure',
    'order.place success',
    'order.refund success',
    'product.reprice success',
    'token.refuse denied',
    'hung up',
  ];
  const deadline = Date.now() + 20_000;
  let seen = new Set<string>();
  while (!wanted.every((trace) => seen.has(trace)) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const entries = await shop.entries();
    seen = new Set(
      entries.map(({ action, outcome, http }) =>
        http?.error === 'client_closed' ? 'hung up' : `${action} ${outcome}`,
      ),
    );
  }
  stop.abort();
  await traffic;
  assert.deepEqual(
    wanted.filter((trace) => !seen.has(trace)),
    [],
  );
});

test('it stops at once, also in the middle of a request', async (t) => {
  const { url } = await silentServer(t);
  const stop = new AbortController();
  const traffic = runTraffic({ shopUrl: url, signal: stop.signal });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  stop.abort();
  await traffic;
  assert.ok(performance.now() - began < 500);
});

test('people come once the shop opens', async (t) => {
  const closed = await silentServer(t);
  closed.close();
  const stop = new AbortController();
  const traffic = runTraffic({ shopUrl: closed.url, signal: stop.signal });
  const server = createServer().listen(Number(new URL(closed.url).port), '127.0.0.1');
  t.after(() => server.closeAllConnections());
  await once(server, 'request', { signal: AbortSignal.timeout(5000) });
  stop.abort();
  await traffic;
  server.close();
});

async function firstRequests(t: TestContext, seed: number): Promise<readonly string[]> {
  const requests: string[] = [];
  const stop = new AbortController();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers['x-forwarded-for']}`);
    if (requests.length === 25) stop.abort();
    const product = [{ id: 'mug' }, { id: 'lamp' }];
    const body = request.method === 'GET' ? product : { id: 1, accessToken: 'x' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const shopUrl = `http://127.0.0.1:${port}`;
  await runTraffic({ shopUrl, seed, crowd: 1, thinkMs: 1, signal: stop.signal });
  server.close();
  return requests.slice(0, 25);
}

async function silentServer(t: TestContext): Promise<{ url: string; close(): void }> {
  const server = createServer(() => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  t.after(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
