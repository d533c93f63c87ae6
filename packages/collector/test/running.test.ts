import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import type { LocalFile } from '../src/local-file.ts';
import {
  json,
  onDisk,
  pageOf,
  problemOf,
  receiptsOf,
  startCollector,
  withKey,
} from './start-collector.ts';

test('health is 200 while the store can be read, and says nothing more', async (t) => {
  const { ask } = await startCollector(t, onDisk);
  const answer = await ask('/healthz');
  assert.deepEqual(await answer.json(), { ok: true, store: 'sqlite', cache: { kind: 'memory' } });
});

test('local.json lets the command line on this machine in, and is gone afterwards', async (t) => {
  const { ask, collector, dataDir } = await startCollector(t, onDisk);
  const path = join(dataDir, 'local.json');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const { url, key, pid } = JSON.parse(readFileSync(path, 'utf8')) as LocalFile;
  assert.deepEqual([url, pid], [collector.url, process.pid]);
  assert.equal((await withKey(ask, key)('/v1/keys')).status, 200);
  await collector.close();
  assert.equal(existsSync(path), false);
});

test('what was acknowledged is there after a restart, and the old local key is not good', async (t) => {
  const first = await startCollector(t, onDisk);
  const { key } = await first.collector.createKey({ name: 'a', scopes: ['ingest', 'read'] });
  const ask = withKey(first.ask, key);
  const [receipt] = await receiptsOf(await ask('/v1/entries', json({ action: 'a' })));
  await first.collector.close();
  const second = await startCollector(t, { ...onDisk, dataDir: first.dataDir });
  const { entries } = await pageOf(await withKey(second.ask, key)('/v1/entries'));
  assert.equal(entries[0]?.id, receipt?.id);
  const old = withKey(second.ask, first.collector.localKey);
  await problemOf(await old('/v1/me'), 401, 'UNAUTHENTICATED');
});

test('the configured admin key is an admin key', async (t) => {
  const adminKey = 'an admin key for automation, long enough';
  const { ask, notices } = await startCollector(t, { ...onDisk, adminKey });
  const admin = (key: string) => ask('/v1/keys', { headers: { authorization: `Bearer ${key}` } });
  // One with blanks cannot travel in the header.
  assert.equal((await admin(adminKey)).status, 401);
  const second = await startCollector(t, { ...onDisk, adminKey: 'short' });
  assert.equal((await withKey(second.ask, 'short')('/v1/keys')).status, 200);
  assert.ok(second.notices.some((line) => line.includes('short')));
  assert.equal(
    notices.some((line) => line.includes(adminKey)),
    false,
  );
});

test('a port that is taken is told by number, and nothing stays open', async (t) => {
  const { collector, dataDir } = await startCollector(t, onDisk);
  const port = Number(new URL(collector.url).port);
  await assert.rejects(startCollector(t, { ...onDisk, port }), (error) => {
    assert.ok(isWhodidError(error, 'CONFIG_INVALID'));
    assert.equal(error.facts.option, 'collector.port');
    assert.ok(error.message.includes(String(port)));
    return true;
  });
  // The first one does not notice.
  assert.ok(existsSync(join(dataDir, 'local.json')));
});

test('a data directory that is in use is told, and the first collector goes on', async (t) => {
  const { collector, dataDir, ask } = await startCollector(t, onDisk);
  await assert.rejects(startCollector(t, { ...onDisk, dataDir }), (error) =>
    isWhodidError(error, 'STORE_LOCKED'),
  );
  assert.equal((await withKey(ask, collector.localKey)('/v1/keys')).status, 200);
});

test('unknown and wrong options are refused', async (t) => {
  for (const options of [{ prot: 1 }, { port: 70_000 }, { host: '' }, { adminKey: '' }]) {
    await assert.rejects(
      startCollector(t, options as never),
      (error) => isWhodidError(error, 'CONFIG_UNKNOWN') || isWhodidError(error, 'CONFIG_INVALID'),
    );
  }
});

test('closing finishes what is in flight and takes nothing new', async (t) => {
  const { collector } = await startCollector(t, onDisk);
  const { hostname, port } = new URL(collector.url);
  const headers = {
    authorization: `Bearer ${collector.localKey}`,
    'content-type': 'application/json',
  };
  const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
  const answer = new Promise<string>((resolve, reject) => {
    sent.on('response', (response) => resolve(text(response))).on('error', reject);
  });
  await new Promise((resolve) => sent.write('[{"action":"half.sent"}', resolve));
  // Until the server has it, which another request on another connection tells.
  await fetch(`${collector.url}/healthz`);
  const started = performance.now();
  const closed = collector.close();
  assert.equal(collector.close(), closed);
  sent.end(']');
  assert.match(await answer, /"fate":"stored"/);
  await closed;
  assert.ok(performance.now() - started < 5000);
  const socket = connect(Number(port), hostname);
  await assert.rejects(text(socket), { code: 'ECONNREFUSED' });
});

// Browsers open spare connections ahead of any request.
test('connections that wait for nothing do not keep the collector from closing', async (t) => {
  const { collector } = await startCollector(t, onDisk);
  const { hostname, port } = new URL(collector.url);
  const spare = connect(Number(port), hostname);
  await once(spare, 'connect');
  assert.equal((await fetch(`${collector.url}/healthz`)).status, 200);
  const started = performance.now();
  const gone = once(spare.resume(), 'close');
  await collector.close();
  await gone;
  assert.ok(performance.now() - started < 3000);
});

test('somebody who never finishes does not keep the collector from closing', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { collector } = await startCollector(t, onDisk);
  const { hostname, port } = new URL(collector.url);
  const headers = {
    authorization: `Bearer ${collector.localKey}`,
    'content-type': 'application/json',
  };
  const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
  const lost = new Promise((resolve) => sent.on('error', resolve));
  await new Promise((resolve) => sent.write('[', resolve));
  const closed = collector.close();
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(7000);
  await Promise.all([closed, lost]);
});
