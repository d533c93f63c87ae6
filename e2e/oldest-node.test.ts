// The libraries promise Node 20.19, while everything here runs on 24. This runs what is published,
// the built files, on the oldest Node that the machine has: as CommonJS and with no code change.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldNode = findNode20();

if (oldNode === null) {
  console.error('LEFT OUT: the libraries on Node 20 (no Node 20 in PATH)');
}

test('an unmodified CommonJS app on Node 20 is captured by the published files', {
  skip: oldNode === null && 'no Node 20 in PATH',
  timeout: 30_000,
}, async (t) => {
  const received: string[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const lines = plain.toString().trim().split('\n');
      received.push(...lines);
      const receipts = lines.map((line) => ({ id: JSON.parse(line).id, fate: 'stored' }));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ receipts }));
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  t.after(() => collector.close());

  const directory = mkdtempSync(join(tmpdir(), 'whodid-old-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'app.cjs'), app);
  const auto = pathToFileURL(join(root, 'packages/capture/dist/auto.js')).href;
  const child = spawn(oldNode ?? '', [`--import=${auto}`, 'app.cjs'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      WHODID_URL: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      WHODID_KEY: 'key',
      WHODID_SPOOL_DIR: join(directory, 'spool'),
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [code] = await once(child, 'exit');

  assert.equal(code, 0);
  assert.equal(printed, 'v20 hello\n');
  const entries = received.map((line) => JSON.parse(line));
  assert.deepEqual(entries.map(({ kind, action }) => [kind, action]).toSorted(), [
    ['action', 'greeting.send'],
    ['http.in', 'http.request'],
  ]);
  assert.equal(entries[0].ambient.requestId, entries[1].ambient.requestId);
});

test('Node 20 is there under CI', { skip: process.env.CI !== 'true' }, () => {
  assert.notEqual(oldNode, null, 'continuous integration has to have Node 20 in PATH');
});

// The recorder of the app and that of the capture are two, as they are in a real app that has both.
const app = `
const http = require('node:http');
const { recorderFromEnv } = require('@whodid/core');
const recorder = recorderFromEnv();
const server = http.createServer((request, response) => {
  recorder.record({ action: 'greeting.send' });
  response.end('hello');
}).listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, path: '/greet' }, (response) => {
    response.setEncoding('utf8').on('data', (text) => {
      console.log(process.version.split('.')[0], text);
    }).on('end', async () => {
      server.close();
      await recorder.close();
    });
  });
});
`;

function findNode20(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, 'node');
    try {
      accessSync(candidate, constants.X_OK);
    } catch {
      continue;
    }
    const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (stdout.startsWith('v20.')) return candidate;
  }
  return null;
}
