import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Client, isWhodidError } from '@whodid/core';
import express from 'express';
import { browserOf } from '../../src/browser/index.ts';
import { countryFile } from '../../src/country/index.ts';
import type { CaptureOptions } from '../../src/exchange/capture-options.ts';
import { expressCapture } from '../../src/express/index.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';

async function clientOf(
  options: CaptureOptions<object>,
  headers: Record<string, string>,
): Promise<{ readonly client: Client | undefined; readonly recorder: CollectingRecorder }> {
  const recorder = collectingRecorder();
  const app = express();
  app.use(expressCapture(recorder, options), (_, res) => {
    void recorder.record({ action: 'handled' });
    res.end();
  });
  const { url, close } = await listening(app);
  await (await fetch(url, { headers })).text();
  await close();
  const { client } = await recorder.find(({ kind }) => kind === 'http.in');
  // What the handler records comes from the same place.
  assert.deepEqual(recorder.surroundings[0]?.client, client);
  return { client, recorder };
}

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0';

test('behind a proxy of ours: the client, its country and its browser, and the proxy', async () => {
  const { client } = await clientOf(
    { trustedProxies: ['loopback'], countryOf: countryFile(), browserOf },
    { 'x-forwarded-for': '6.6.6.6, 8.8.8.8', 'user-agent': edge },
  );
  assert.deepEqual(client, {
    ip: '8.8.8.8',
    ipTrusted: true,
    peerIp: '127.0.0.1',
    country: 'US',
    browser: 'Microsoft Edge 130',
    os: 'Windows 10',
    userAgent: edge,
  });
});

test('nobody else is believed', async () => {
  const { client } = await clientOf({}, { 'x-forwarded-for': '8.8.8.8', forwarded: 'for=8.8.8.8' });
  assert.deepEqual([client?.ip, client?.ipTrusted, client?.peerIp], ['127.0.0.1', true, undefined]);
});

test('functions of the app that throw cost only what they would have told', async () => {
  const boom = (): never => {
    throw new Error('boom');
  };
  const { client, recorder } = await clientOf(
    { countryOf: boom, browserOf: boom },
    { 'user-agent': edge },
  );
  assert.deepEqual(client, { ip: '127.0.0.1', ipTrusted: true, userAgent: edge });
  assert.deepEqual(
    recorder.faults.map(({ where }) => where),
    ['capture.countryOf', 'capture.browserOf'],
  );
});

test('a list of proxies that cannot be read is refused at start', () => {
  for (const trustedProxies of [['10.0.0.0/8', 'proxy.internal'], ['0.0.0.0/0']]) {
    assert.throws(
      () => expressCapture(collectingRecorder(), { trustedProxies }),
      (error) => isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === 'trustedProxies',
    );
  }
});

test('functions of the app that are async by mistake do not end the process', async () => {
  const later = async (): Promise<never> => {
    throw new Error('later');
  };
  const options = { countryOf: later, browserOf: later, skip: later } as unknown;
  const { client, recorder } = await clientOf(options as CaptureOptions<object>, {
    'user-agent': 'curl/8',
  });
  assert.deepEqual(client, { ip: '127.0.0.1', ipTrusted: true, userAgent: 'curl/8' });
  assert.deepEqual(
    recorder.faults.map(({ where }) => where),
    ['capture.countryOf', 'capture.browserOf', 'capture.skip'],
  );
});
