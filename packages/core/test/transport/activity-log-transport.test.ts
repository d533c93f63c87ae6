import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import {
  activityLogTransport,
  isWhodidError,
  type Parcel,
  type Receipt,
  type Transport,
} from '@whodid/core';
import { activityPayloadKeys } from '@whodid/core/view';
import { openTransport } from '../../src/transport/activity-log-transport.ts';
import { type LoggerAnswer, StubLogger } from '../ship/stub-logger.ts';
import { parcelOf, parcels } from './parcels.ts';

interface SetUp {
  readonly stub: StubLogger;
  readonly transport: Transport;
}

async function setUp(
  context: TestContext,
  options: {
    readonly answer?: LoggerAnswer;
    readonly token?: string;
    readonly timeoutMs?: number;
  } = {},
): Promise<SetUp> {
  const { answer, ...rest } = options;
  const stub = await StubLogger.start();
  if (answer !== undefined) stub.answer = answer;
  const transport = openTransport(activityLogTransport({ url: stub.url, ...rest }).options);
  context.after(async () => {
    await transport.close();
    await stub.down();
  });
  return { stub, transport };
}

function deliver(transport: Transport, batch: readonly Parcel[]): Promise<readonly Receipt[]> {
  return transport.deliver(batch, new AbortController().signal);
}

function ofActor(id: string, action: string): Parcel {
  return parcelOf({ action, actor: { type: 'user', id } });
}

test('one POST for each entry, with 29 texts and the token of the service', async (context) => {
  const { stub, transport } = await setUp(context, { token: 'service-token' });
  const batch = parcels(3);
  assert.deepEqual(
    await deliver(transport, batch),
    batch.map(({ id }) => ({ id, fate: 'stored' })),
  );
  assert.equal(stub.requests.length, 3);
  for (const { method, path, headers, payload } of stub.requests) {
    assert.deepEqual([method, path], ['POST', '/api/activity-log/']);
    assert.equal(headers.authorization, 'Bearer service-token');
    assert.equal(headers['content-type'], 'application/json');
    assert.deepEqual(Object.keys(payload), [...activityPayloadKeys]);
  }
});

test('without a token there is no Authorization', async (context) => {
  const { stub, transport } = await setUp(context);
  await deliver(transport, parcels(1));
  assert.equal(stub.requests[0]?.headers.authorization, undefined);
});

const receipts: readonly (readonly [number, string | undefined, Receipt['fate']])[] = [
  [200, undefined, 'stored'],
  [201, undefined, 'stored'],
  [204, undefined, 'stored'],
  [299, undefined, 'stored'],
  [409, undefined, 'duplicate'],
  [409, '{"error":"exists"}', 'duplicate'],
  [409, '{"code":"ENTRY_CONFLICT"}', 'conflict'],
  [400, undefined, 'refused'],
  [413, undefined, 'refused'],
  [415, undefined, 'refused'],
  [422, undefined, 'refused'],
];

for (const [statusCode, body, fate] of receipts) {
  test(`${statusCode} ${body ?? ''} is ${fate}`, async (context) => {
    const { transport } = await setUp(context, {
      answer: (_, response) => void response.writeHead(statusCode).end(body),
    });
    const [receipt] = await deliver(transport, parcels(1));
    assert.equal(receipt?.fate, fate);
  });
}

const notDelivered: Readonly<Record<string, LoggerAnswer>> = {
  'a closed connection': (_, response) => void response.destroy(),
  'no answer at all': () => undefined,
  'headers that never end': (_, response) => void response.socket?.write('HTTP/1.1 200 OK\r\nx: '),
  ...Object.fromEntries(
    [301, 307, 401, 403, 404, 405, 407, 408, 425, 429, 500, 502, 503, 504].map(
      (code): [string, LoggerAnswer] => [
        String(code),
        (_, response) => void response.writeHead(code).end(),
      ],
    ),
  ),
};

for (const [what, answer] of Object.entries(notDelivered)) {
  test(`to be tried again: ${what}`, async (context) => {
    const { transport } = await setUp(context, { answer, timeoutMs: 300 });
    await assert.rejects(deliver(transport, parcels(1)), (error) =>
      isWhodidError(error, 'TRANSPORT_UNAVAILABLE'),
    );
  });
}

test('a status code is an answer, whatever becomes of the rest', async (context) => {
  const { transport } = await setUp(context, {
    timeoutMs: 300,
    answer: (_, response) => void response.writeHead(201, { 'content-length': 9 }).write('half'),
  });
  assert.equal((await deliver(transport, parcels(1)))[0]?.fate, 'stored');
});

test('a redirect takes neither token nor entries anywhere', async (context) => {
  const elsewhere = await setUp(context);
  const { transport } = await setUp(context, {
    token: 'service-token',
    answer: (_, response) => void response.writeHead(307, { location: elsewhere.stub.url }).end(),
  });
  await assert.rejects(deliver(transport, parcels(1)), /status code 307/);
  assert.equal(elsewhere.stub.requests.length, 0);
});

test('what was taken is not sent again with the rest of its batch', async (context) => {
  const { stub, transport } = await setUp(context);
  const batch = ['1', '2', '3'].map((action) => ofActor('ada', action));
  stub.answer = ({ payload }, response, usual) => {
    if (payload.action === '2') response.writeHead(500).end();
    else usual();
  };
  await assert.rejects(deliver(transport, batch));
  stub.answer = (_request, _response, usual) => usual();
  assert.deepEqual(
    (await deliver(transport, batch)).map(({ fate }) => fate),
    ['stored', 'stored', 'stored'],
  );
  assert.deepEqual(
    stub.requests.map(({ payload }) => payload.action),
    ['1', '2', '2', '3'],
  );
});

test('entries of one actor keep their order, those of others do not wait for them', async (context) => {
  const { stub, transport } = await setUp(context);
  const open: string[] = [];
  let most = 0;
  let mostOfOne = 0;
  stub.answer = ({ payload }, _response, usual) => {
    open.push(payload.userID);
    most = Math.max(most, open.length);
    mostOfOne = Math.max(mostOfOne, open.filter((id) => id === payload.userID).length);
    setTimeout(() => {
      open.splice(open.indexOf(payload.userID), 1);
      usual();
    }, 20);
  };
  const actors = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay'];
  const batch = actors.flatMap((id) => [1, 2, 3].map((n) => ofActor(id, String(n))));
  await deliver(transport, batch);
  for (const id of actors) {
    const own = stub.requests.filter(({ payload }) => payload.userID === id);
    assert.deepEqual(
      own.map(({ payload }) => payload.action),
      ['1', '2', '3'],
    );
  }
  assert.equal(mostOfOne, 1);
  assert.ok(most > 1 && most <= 4, `${most} at once`);
});

test('a logger that says how long it wants to be left alone is heard', async (context) => {
  const { transport } = await setUp(context, {
    answer: (_, response) => void response.writeHead(429, { 'retry-after': '7' }).end(),
  });
  await assert.rejects(
    deliver(transport, parcels(1)),
    (error) => isWhodidError(error, 'TRANSPORT_UNAVAILABLE') && error.facts.retryAfterMs === 7000,
  );
});

test('a certificate that cannot be verified is none, whatever the environment says', async (context) => {
  const pem = (name: string): Buffer =>
    readFileSync(new URL(`./fixtures/self-signed-${name}.pem`, import.meta.url));
  let requests = 0;
  const server = createServer({ key: pem('key'), cert: pem('cert') }, (_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  context.after(() => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { options } = activityLogTransport({ url: `https://127.0.0.1:${port}/` });
  const transport = openTransport(options);
  await assert.rejects(deliver(transport, parcels(1)), /DEPTH_ZERO_SELF_SIGNED_CERT/);
  await transport.close();
  assert.equal(requests, 0);
});

test('a token or an address that cannot be used is refused at the start', () => {
  const invalid = (options: Parameters<typeof activityLogTransport>[0]): void =>
    assert.throws(() => activityLogTransport(options), /activityLogTransport/);
  invalid({ url: undefined });
  invalid({ url: 'logger.example' });
  invalid({ url: 'ftp://logger.example/' });
  invalid({ url: 'https://user:pass@logger.example/' });
  invalid({ url: 'https://logger.example/', token: 'two words' });
  invalid({ url: 'https://logger.example/', timeoutMs: 1 });
});
