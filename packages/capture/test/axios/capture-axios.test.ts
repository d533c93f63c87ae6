import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { captureAxios } from '@whodid/capture/axios';
import { captureFetch } from '@whodid/capture/fetch';
import { captureHttpClient } from '@whodid/capture/http-client';
import axios, { isAxiosError } from 'axios';
import { openCallCount } from '../../src/outbound/open-calls.ts';
import { closedPort } from '../fixtures/closed-port.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listening } from '../fixtures/listening.ts';

let recorder: CollectingRecorder;
let server: Listening;

beforeEach(async () => {
  recorder = collectingRecorder();
  server = await listening((request, response) => {
    if (request.url === '/slow') return;
    if (request.url === '/away') {
      response.writeHead(302, { location: '/here' }).end();
      return;
    }
    if (request.url === '/missing') response.statusCode = 404;
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
});
afterEach(() => server.close());

test('the address is that of the app: base, path and parameters', async () => {
  const instance = axios.create({ baseURL: `${server.url}/v1` });
  captureAxios(instance, recorder);
  const { data } = await instance.get('/orders', { params: { page: 2, tags: ['a', 'b'] } });

  assert.deepEqual(data, { ok: true });
  assert.equal(
    recorder.drafts[0]?.http?.url,
    `${server.url}/v1/orders?page=2&tags%5B%5D=a&tags%5B%5D=b`,
  );
});

test('a redirect that is followed is one entry', async () => {
  const instance = axios.create();
  captureAxios(instance, recorder);
  await instance.get(`${server.url}/away`);

  assert.equal(recorder.drafts.length, 1);
});

test('errors reach the app as they are, with a config that is as it was', async () => {
  const instance = axios.create();
  const seen: unknown[] = [];
  captureAxios(instance, recorder);
  instance.interceptors.response.use(undefined, (error) => {
    seen.push(error);
    throw error;
  });
  const bare = await axios.get(`${server.url}/missing`).catch((error) => error);
  const error = await instance.get(`${server.url}/missing`).catch((reason) => reason);

  assert.ok(isAxiosError(error));
  assert.equal(error, seen[0]);
  assert.equal(error.message, bare.message);
  assert.deepEqual(error.config?.transformRequest, bare.config.transformRequest);
  assert.deepEqual(error.config?.transformResponse, bare.config.transformResponse);
  assert.equal(recorder.drafts[0]?.http?.statusCode, 404);
  assert.equal(recorder.drafts[0]?.http?.error, undefined);
});

test('a call that is sent once more has its own entry', async () => {
  const instance = axios.create();
  captureAxios(instance, recorder);
  instance.interceptors.response.use(undefined, ({ config }) =>
    instance.request({ ...config, url: `${server.url}/here` }),
  );
  await instance.get(`${server.url}/missing`);

  assert.deepEqual(
    recorder.drafts.map(({ http }) => http?.statusCode),
    [404, 200],
  );
});

test('a call that the app gives up is one failure', async () => {
  const instance = axios.create();
  captureAxios(instance, recorder);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(instance.get(`${server.url}/slow`, { signal: controller.signal }));

  assert.equal(recorder.drafts[0]?.outcome, 'failure');
  assert.equal(recorder.drafts[0]?.http?.error, 'CanceledError: ERR_CANCELED');
});

for (const adapter of ['http', 'fetch']) {
  test(`with adapter ${adapter} other calls are captured as before`, async () => {
    const instance = axios.create({ adapter });
    const stops = [
      captureHttpClient(recorder),
      captureFetch(recorder),
      captureAxios(instance, recorder),
    ];
    await instance.get(`${server.url}/axios`);
    await axios.get(`${server.url}/other`);
    await (await fetch(`${server.url}/fetch`)).text();
    await recorder.find(() => recorder.drafts.length === 3);
    for (const stop of stops) stop();

    assert.deepEqual(
      recorder.drafts.map(({ http }) => http?.url.slice(server.url.length)),
      ['/axios', '/other', '/fetch'],
    );
  });
}

test('an interceptor before us that unwraps the answer hides nothing', async () => {
  const instance = axios.create();
  instance.interceptors.response.use(({ data }) => data);
  captureAxios(instance, recorder);
  await instance.get(`${server.url}/here`);

  assert.equal(recorder.drafts[0]?.http?.statusCode, 200);
});

test('an interceptor before us that replaces an error makes the entry late, and nothing stays', async () => {
  const instance = axios.create();
  instance.interceptors.response.use(undefined, () => Promise.reject(new Error('replaced')));
  captureAxios(instance, recorder);
  const url = await closedPort();
  await (async () => void (await assert.rejects(instance.get(url), /replaced/)))();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 100 && recorder.drafts.length === 0; round += 1) {
    await sleep(10);
    collect();
  }

  assert.equal(recorder.drafts[0]?.outcome, 'unknown');
  assert.equal(openCallCount(), 0);
});

test('after it was stopped it records nothing', async () => {
  const instance = axios.create();
  captureAxios(instance, recorder)();
  await instance.get(server.url);

  assert.equal(recorder.drafts.length, 0);
});
