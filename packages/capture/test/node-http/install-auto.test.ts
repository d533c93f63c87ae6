import assert from 'node:assert/strict';
import { Server } from 'node:http';
import { test } from 'node:test';
import { installAuto } from '../../src/node-http/install-auto.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';

test('installed twice, as by two copies of the library, it opens one recorder, at the first request', async () => {
  const recorder = collectingRecorder();
  let opened = 0;
  const open = () => {
    opened += 1;
    return recorder;
  };
  installAuto(open);
  installAuto(open);
  assert.equal(opened, 0);

  const { url, close } = await listening((_, res) => void res.end('ok'));
  for (let count = 0; count < 3; count += 1) await (await fetch(url)).text();
  await recorder.find(() => recorder.drafts.length === 3);
  await close();

  assert.equal(opened, 1);
});

test('with nothing to record to it takes itself out of the servers at the first request', async () => {
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('whodid.capture.auto')];
  const before = Server.prototype.emit;
  installAuto(() => null);
  assert.notEqual(Server.prototype.emit, before);
  const { url, close } = await listening((_, res) => void res.end('ok'));
  assert.equal(await (await fetch(url)).text(), 'ok');
  await close();

  assert.equal(Server.prototype.emit, before);
});
