import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import { captureNodeHttp } from '@whodid/capture/node-http';
import { collectorTransport, createRecorder } from '@whodid/core';
import express from 'express';
import type { TokenReader } from '../../src/identity/token-reader.ts';
import { listening } from '../fixtures/listening.ts';
import { request } from '../fixtures/raw-client.ts';
import { stubCollector } from '../fixtures/stub-collector.ts';

test('requests that a server breaks off when it closes are recorded, if the recorder closes behind it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-shutdown-'));
  const collector = await stubCollector();
  const recorder = createRecorder({
    transport: collectorTransport({ url: collector.url, key: 'test' }),
    spoolDirectory: join(directory, 'spool'),
    ringDirectory: join(directory, 'ring'),
  });
  const stop = captureNodeHttp(recorder, {
    skip: ({ socket }) => socket.localPort !== port,
  });
  const { port, server, close } = await listening(() => {});
  for (const path of ['/a', '/b', '/c']) {
    const arrived = once(server, 'request');
    connect(port, '127.0.0.1')
      .on('error', () => {})
      .write(request(`GET ${path}`));
    await arrived;
  }
  await close();
  await recorder.close();
  stop();
  const entries = await collector.until(3, ({ kind }) => kind === 'http.in');
  await collector.close();
  rmSync(directory, { recursive: true });

  assert.deepEqual(
    entries.map(({ http, outcome }) => [http?.path, outcome]).sort(),
    ['/a', '/b', '/c'].map((path) => [path, 'failure']),
  );
});

for (const [name, verifyMs, waitMs, actor] of [
  ['in time', 50, 5_000, 'ada'],
  ['too late', 1_500, 400, 'anonymous'],
] as const) {
  test(`a sign-in whose token is verified ${name} is recorded, though the recorder closes`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'whodid-shutdown-'));
    const recorder = createRecorder({ spoolDirectory: join(directory, 'spool') });
    const heard: unknown[] = [];
    recorder.on('entry', ({ action, actor }) => heard.push([action, actor.id]));
    const tokens: TokenReader = {
      known: () => undefined,
      async verify() {
        await new Promise((resolve) => setTimeout(resolve, verifyMs));
        return { identity: { actor: { type: 'user', id: 'ada' } } };
      },
    };
    const app = express();
    app.use(expressCapture(recorder, { tokens }));
    app.post('/login', (_, res) => void res.json({ access: 'token' }));
    const { url, close } = await listening(app);
    await (await fetch(`${url}/login`, { method: 'POST' })).text();
    await close();
    await recorder.close(waitMs);
    rmSync(directory, { recursive: true });

    assert.deepEqual(heard, [
      ['http.request', actor],
      ['user.login', actor],
    ]);
  });
}
