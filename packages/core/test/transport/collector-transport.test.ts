import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { collectorTransport, isWhodidError, type Parcel, type Transport } from '@whodid/core';
import { openTransport } from '../../src/transport/collector-transport.ts';
import { answerJson, type StubAnswer, StubCollector } from '../ship/stub-collector.ts';
import { parcels } from './parcels.ts';

test('a batch goes out as NDJSON with the key, and the receipts come back', async (context) => {
  const { stub, transport } = await setUp(context);
  const batch = parcels(3);
  assert.deepEqual(
    await deliver(transport, batch),
    batch.map(({ id }) => ({ id, fate: 'stored' })),
  );
  const [request] = stub.requests;
  assert.equal(request?.path, '/v1/entries');
  assert.equal(request.headers.authorization, 'Bearer test-key');
  assert.equal(request.headers['content-type'], 'application/x-ndjson');
  assert.deepEqual(
    [...stub.texts.values()],
    batch.map(({ text }) => text),
  );
});

test('a path in the address is kept', async (context) => {
  const { stub, transport } = await setUp(context, { path: '/audit/log' });
  await deliver(transport, parcels(1));
  assert.equal(stub.requests[0]?.path, '/audit/log/v1/entries');
});

test('fates and reasons of a collector come through', async (context) => {
  const batch = parcels(4);
  const receipts = [
    { id: batch[0]?.id, fate: 'stored' },
    { id: batch[1]?.id, fate: 'duplicate' },
    { id: batch[2]?.id, fate: 'refused', reason: 'action must be text' },
    { id: batch[3]?.id, fate: 'conflict', reason: 'other bytes' },
  ];
  const { transport } = await setUp(context, {
    answer: (_request, response) => answerJson(response, 200, { receipts }),
  });
  assert.deepEqual(await deliver(transport, batch), receipts);
});

// Whatever stands at the address: without a receipt for each entry nothing was delivered.
const [one, two] = parcels(2);
const stored = (id: string | undefined): object => ({ id, fate: 'stored' });
const notReceipts: Readonly<Record<string, StubAnswer>> = {
  'a sign-in page': (_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html>Welcome to our WLAN</html>');
  },
  'nothing at all': (_, response) => void response.writeHead(200).end(),
  'no content': (_, response) => void response.writeHead(204).end(),
  'other JSON': (_, response) => answerJson(response, 200, { ok: true }),
  'a list': (_, response) => answerJson(response, 200, [stored(one?.id), stored(two?.id)]),
  null: (_, response) => answerJson(response, 200, null),
  'too few receipts': (_, response) => answerJson(response, 200, { receipts: [stored(one?.id)] }),
  'too many receipts': (_, response) =>
    answerJson(response, 200, { receipts: [stored(one?.id), stored(two?.id), stored('x')] }),
  'receipts in another order': (_, response) =>
    answerJson(response, 200, { receipts: [stored(two?.id), stored(one?.id)] }),
  'an unknown fate': (_, response) =>
    answerJson(response, 200, { receipts: [stored(one?.id), { id: two?.id, fate: 'maybe' }] }),
  'receipts in an error': (_, response) =>
    answerJson(response, 500, { receipts: [stored(one?.id), stored(two?.id)] }),
  'receipts with 202': (_, response) =>
    answerJson(response, 202, { receipts: [stored(one?.id), stored(two?.id)] }),
  'an answer that breaks off': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"receipts":[');
    setTimeout(() => response.destroy(), 10);
  },
  'an answer without end': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = 'x'.repeat(256 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  'a broken encoding': (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not gzip');
  },
  'a closed connection': (_, response) => void response.destroy(),
  '401': (_, response) => answerJson(response, 401, { code: 'UNAUTHENTICATED' }),
  '403': (_, response) => answerJson(response, 403, { code: 'FORBIDDEN' }),
  '404': (_, response) => answerJson(response, 404, { code: 'NOT_FOUND' }),
  '429': (_, response) => answerJson(response, 429, { code: 'TOO_MANY' }),
  '503': (_, response) => answerJson(response, 503, { code: 'STORE_UNAVAILABLE' }),
  '400 of something else': (_, response) => void response.writeHead(400).end('Bad Request'),
  '422 of something else': (_, response) => answerJson(response, 422, { error: 'no' }),
};

for (const [what, answer] of Object.entries(notReceipts)) {
  test(`not a delivery: ${what}`, async (context) => {
    const { transport } = await setUp(context, { answer });
    const batch = [one, two].filter((parcel) => parcel !== undefined);
    await assert.rejects(deliver(transport, batch), (error) =>
      isWhodidError(error, 'TRANSPORT_UNAVAILABLE'),
    );
  });
}

for (const [statusCode, header, retryAfterMs] of [
  [429, '7', 7000],
  [503, '2', 2000],
  [429, 'soon', undefined],
] as const) {
  test(`${statusCode} with retry-after ${header} is told as ${retryAfterMs} ms`, async (context) => {
    const { transport } = await setUp(context, {
      answer: (_, response) => void response.writeHead(statusCode, { 'retry-after': header }).end(),
    });
    await assert.rejects(
      deliver(transport, parcels(1)),
      (error) =>
        isWhodidError(error, 'TRANSPORT_UNAVAILABLE') && error.facts.retryAfterMs === retryAfterMs,
    );
  });
}

test('a redirect is no delivery, and takes neither key nor entries anywhere', async (context) => {
  const elsewhere = await setUp(context);
  const { transport } = await setUp(context, {
    answer: (_, response) =>
      void response.writeHead(307, { location: `${elsewhere.stub.url}/v1/entries` }).end(),
  });
  await assert.rejects(deliver(transport, parcels(1)), /status code 307/);
  assert.equal(elsewhere.stub.requests.length, 0);
});

const rejections = [
  [400, { code: 'BODY_INVALID' }, 'BODY_INVALID (400)'],
  [413, { code: 'BODY_TOO_LARGE' }, 'BODY_TOO_LARGE (413)'],
  [413, '<html>nginx</html>', 'too large (413)'],
  [422, { code: 'ENTRY_INVALID' }, 'ENTRY_INVALID (422)'],
] as const;

for (const [statusCode, body, reason] of rejections) {
  test(`a batch that the collector will never take is rejected: ${reason}`, async (context) => {
    const { transport } = await setUp(context, {
      answer: (_, response) => answerJson(response, statusCode, body),
    });
    await assert.rejects(
      deliver(transport, parcels(2)),
      (error) => isWhodidError(error, 'BATCH_REJECTED') && error.facts.reason === reason,
    );
  });
}

test('a collector that does not answer is given up after the time limit', async (context) => {
  const { transport } = await setUp(context, { answer: () => undefined, timeoutMs: 100 });
  await assert.rejects(deliver(transport, parcels(1)), /did not answer in time/);
});

test('an answer that drips is given up after the time limit', async (context) => {
  const { transport } = await setUp(context, {
    timeoutMs: 150,
    answer: (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  });
  await assert.rejects(deliver(transport, parcels(1)), /did not answer in time/);
});

test('the reason names what happened, never the key', async (context) => {
  const { stub, transport } = await setUp(context);
  await stub.down();
  await assert.rejects(deliver(transport, parcels(1)), (error: Error) => {
    assert.match(error.message, /ECONNREFUSED/);
    assert.ok(!error.message.includes('test-key'));
    return true;
  });
});

test('large bodies to another machine are compressed', async (context) => {
  const { stub, transport } = await setUp(context);
  await deliver(transport, parcels(500));
  assert.equal(stub.requests[0]?.headers['content-encoding'], undefined);
  // Any name that is not this machine's will do; it leads here all the same.
  const url = stub.url.replace('127.0.0.1', '0.0.0.0');
  const remote = openTransport(collectorTransport({ url, key: 'test-key' }).options);
  context.after(() => remote.close());
  await deliver(remote, parcels(500));
  await deliver(remote, parcels(1));
  assert.deepEqual(
    stub.requests.slice(1).map(({ headers }) => headers['content-encoding']),
    ['gzip', undefined],
  );
  assert.equal(stub.texts.size, 1001);
});

const badOptions = [
  [{ url: undefined, key: 'k' }, 'collectorTransport.url'],
  [{ url: '', key: 'k' }, 'collectorTransport.url'],
  [{ url: 'collector:4747', key: 'k' }, 'collectorTransport.url'],
  [{ url: 'ftp://127.0.0.1', key: 'k' }, 'collectorTransport.url'],
  [{ url: 'http://user:word@127.0.0.1', key: 'k' }, 'collectorTransport.url'],
  [{ url: 'http://127.0.0.1', key: undefined }, 'collectorTransport.key'],
  [{ url: 'http://127.0.0.1', key: 'two\nlines' }, 'collectorTransport.key'],
  [{ url: 'http://127.0.0.1', key: 'k', timeoutMs: 0 }, 'collectorTransport.timeoutMs'],
] as const;

for (const [options, option] of badOptions) {
  test(`refused at start: ${JSON.stringify(options)}`, () => {
    assert.throws(
      () => collectorTransport(options),
      (error) => isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === option,
    );
  });
}

test('an unknown option is refused with the one that was meant', () => {
  const options = { url: 'http://127.0.0.1', key: 'k', timeoutms: 1 };
  assert.throws(() => collectorTransport(options), /did you mean timeoutMs/);
});

interface SetUp {
  readonly stub: StubCollector;
  readonly transport: Transport;
}

async function setUp(
  context: TestContext,
  options: { answer?: StubAnswer; timeoutMs?: number; path?: string } = {},
): Promise<SetUp> {
  const stub = await StubCollector.start();
  if (options.answer !== undefined) stub.answer = options.answer;
  const { timeoutMs, path = '' } = options;
  const spec = collectorTransport({ url: stub.url + path, key: 'test-key', timeoutMs });
  const transport = openTransport(spec.options);
  context.after(async () => {
    await transport.close();
    await stub.down();
  });
  return { stub, transport };
}

function deliver(transport: Transport, batch: readonly Parcel[]): ReturnType<Transport['deliver']> {
  return transport.deliver(batch, new AbortController().signal);
}
