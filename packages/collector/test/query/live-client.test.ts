import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Entry } from '@whodid/core';
import { LiveClient } from '../../src/query/live-client.ts';

interface Connected {
  readonly client: LiveClient;
  readonly response: ServerResponse;
  /** The other end, which has read nothing yet. */
  readonly answer: IncomingMessage;
}

async function connected(t: TestContext, limitBytes: number): Promise<Connected> {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = request({ port }).end();
  t.after(() => sent.destroy());
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const stillValid = () => true;
  const query = { type: 'all' } as const;
  const client = new LiveClient({ response, tenant: 'a', query, stillValid, limitBytes });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { client, response, answer };
}

const entry = { id: 'some-id', tenant: 'a' } as Entry;
const text = JSON.stringify({ padding: 'x'.repeat(100_000) });

test('what waits for a slow reader is bounded, and the reader is told how much was skipped', async (t) => {
  const limitBytes = 1_000_000;
  const { client, response, answer } = await connected(t, limitBytes);
  const offered = 500;
  for (let count = 0; count < offered; count += 1) client.offer(entry, () => text);
  assert.ok(response.writableLength < limitBytes + 2 * text.length);
  let received = '';
  answer.setEncoding('utf8').on('data', (piece: string) => {
    received += piece;
  });
  await once(response, 'drain');
  client.offer(entry, () => '"last"');
  client.end();
  await once(answer, 'end');
  const [, skipped] = /event: notice\ndata: {"skipped":(\d+)}\n\n/.exec(received) ?? [];
  const told = received.split('event: entry').length - 1;
  assert.equal(told + Number(skipped), offered + 1);
  // The gap is told where it is: before what came after it.
  assert.match(received, /"skipped":\d+}\n\nevent: entry\nid: some-id\ndata: "last"\n\n$/);
});

test('an entry of another tenant is not even turned into text', async (t) => {
  const { client } = await connected(t, 1000);
  client.offer({ ...entry, tenant: 'b' } as Entry, () => assert.fail('was asked for'));
  client.end();
});
