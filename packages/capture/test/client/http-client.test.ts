import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { HttpClient } from '@whodid/capture/client';
import { isWhodidError } from '@whodid/core';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listening } from '../fixtures/listening.ts';

let recorder: CollectingRecorder;
let server: Listening;

before(async () => {
  server = await listening((request, response) => {
    response.end(`${request.method} ${request.headers.authorization ?? ''}`);
  });
});
after(() => server.close());
beforeEach(() => {
  recorder = collectingRecorder();
});

test('each method calls the service and names it', async () => {
  const client = new HttpClient(recorder, { serviceName: 'payments' });
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
  for (const method of methods) {
    const answer = await client[method](server.url);
    assert.equal((await answer.text()).trim(), method.toUpperCase());
  }

  assert.deepEqual(
    recorder.drafts.map(({ http, targets }) => [http?.method, targets]),
    methods.map((method) => [method.toUpperCase(), [{ type: 'service', id: 'payments' }]]),
  );
});

test('it can be extended in one place', async () => {
  class Payments extends HttpClient {
    override request(path: string | URL, options?: RequestInit): Promise<Response> {
      const headers = { ...options?.headers, authorization: 'Bearer t' };
      return super.request(new URL(path, server.url), { ...options, headers });
    }
  }
  const client = new Payments(recorder, { serviceName: 'payments' });
  assert.equal(await (await client.post('/charges')).text(), 'POST Bearer t');

  assert.equal(recorder.drafts[0]?.http?.url, `${server.url}/charges`);
});

test('a call of which nothing went out is recorded with its error', async () => {
  const client = new HttpClient(recorder, { serviceName: 'payments' });
  const bare = await fetch('nonsense').catch((error) => error);
  await assert.rejects(client.get('nonsense'), { name: bare.name, message: bare.message });

  assert.equal(recorder.drafts.length, 1);
  assert.equal(recorder.drafts[0]?.outcome, 'failure');
  assert.equal(recorder.drafts[0]?.http?.error, 'TypeError: ERR_INVALID_URL');
});

test('a call that a replacement of `fetch` answers is recorded as that tells it', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => new Response('mocked', { status: 401 }));
  const client = new HttpClient(recorder, { serviceName: 'payments' });
  await client.get('https://payments.example/');

  assert.equal(recorder.drafts[0]?.outcome, 'denied');
  assert.equal(recorder.drafts[0]?.http?.statusCode, 401);
});

test('an option that does not exist is refused', () => {
  const options = { serviceName: 'payments', bodyLimitByte: 1 };
  assert.throws(
    () => new HttpClient(recorder, options),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && error.facts.nearest === 'bodyLimitBytes',
  );
});
