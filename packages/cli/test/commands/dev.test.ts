import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { afterwards } from '../afterwards.ts';
import { type Running, runWhodid, startWhodid, until } from '../run-whodid.ts';
import { apiOf } from './api-of.ts';
import { appDirectory, freePort } from './temporary.ts';

// Neither of them knows of whodid.
const expressApp = `
import express from 'express';
const app = express();
app.get('/orders/:id', (request, response) => response.json({ id: request.params.id }));
app.post('/slow', (request, response) => setTimeout(() => response.sendStatus(204), 50));
const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;
const fastifyApp = `
const app = require('fastify')();
app.get('/orders/:id', async (request, reply) => reply.code(418).send({ id: request.params.id }));
app.listen({ port: 0, host: '127.0.0.1' }).then((url) => console.log('port ' + new URL(url).port));
`;

test('an unmodified Express app is recorded', async (t) => {
  const { app, url, dataDir } = await startDev(t, { 'app.js': expressApp, ...esm });
  await fetch(`${url}/orders/7?from=mail`);
  await fetch(`${url}/slow`, { method: 'POST' });

  const found = await apiOf(dataDir).entry('path:/orders/7');
  assert.deepEqual(
    [found.kind, found.http?.method, found.http?.path, found.http?.route, found.http?.statusCode],
    ['http.in', 'GET', '/orders/7', '/orders/:id', 200],
  );
  assert.equal(found.service.name, 'my-app');
  const slow = await apiOf(dataDir).entry('path:/slow');
  assert.ok((slow.http?.durationMs ?? 0) >= 45);

  await app.says(/GET \/orders\/:id +\S+ ms {2}● first entry captured\n/);
  await app.says(/ 204 +anonymous +POST \/slow/);
  assert.match(app.stdout(), /^port \d+\n$/, 'stdout is the app’s alone');
});

test('an unmodified Fastify app is recorded', async (t) => {
  const { app, url, dataDir } = await startDev(t, { 'app.cjs': fastifyApp }, 'app.cjs');
  await fetch(`${url}/orders/7`);
  const found = await apiOf(dataDir).entry('path:/orders/7');
  assert.deepEqual([found.http?.method, found.http?.path], ['GET', '/orders/7']);
  assert.equal(found.http?.statusCode, 418);
  assert.ok((found.http?.durationMs ?? -1) >= 0);
  await app.says(/✕ 418 .*\/orders\//);
});

test('data is kept out of git, and the key of the app is gone afterwards', async (t) => {
  const { app, directory, dataDir } = await startDev(t, { 'app.js': expressApp, ...esm });
  assert.equal(readFileSync(join(dataDir, '.gitignore'), 'utf8'), '*\n');
  app.process.kill('SIGINT');
  assert.equal(await app.ended(), 130);
  assert.equal(existsSync(join(dataDir, 'local.json')), false);

  const server = startWhodid(['server', '--port', '0'], { cwd: directory });
  afterwards(t, () => server.process.kill('SIGKILL'));
  await server.says(/Sign in/);
  const { stdout } = await runWhodid(['keys', 'list', '--json'], { cwd: directory });
  const [key] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual([key.name, key.scopes], ['whodid dev', ['ingest']]);
  assert.ok(key.revokedAt !== undefined);
});

test('the app gets what it needs and keeps what it had', async (t) => {
  const directory = appDirectory(t, {});
  const script = `
    const { NODE_OPTIONS, WHODID_URL, WHODID_KEY, WHODID_SERVICE, WHODID_SPOOL_DIR } = process.env;
    console.log(JSON.stringify({ NODE_OPTIONS, WHODID_URL, WHODID_SERVICE, WHODID_SPOOL_DIR }));
    console.error('to stderr');
    process.exit(WHODID_KEY.startsWith('whd_') ? 23 : 24);
  `;
  const { code, stdout, stderr } = await runWhodid(
    ['dev', '--port', '0', '--', process.execPath, '-e', script, '--', '--flag-of-the-app'],
    { cwd: directory, env: { NODE_OPTIONS: '--no-warnings', WHODID_SERVICE: 'mine' } },
  );
  assert.equal(code, 23, 'the exit code is the app’s');
  const env = JSON.parse(stdout);
  assert.match(env.NODE_OPTIONS, /^--no-warnings .*--import=file:\/\/\/.*auto/);
  assert.match(env.WHODID_URL, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(env.WHODID_SERVICE, 'mine');
  assert.equal(env.WHODID_SPOOL_DIR, join(directory, '.whodid', 'spool'));
  assert.match(stderr, /to stderr\n/);
  assert.doesNotMatch(stderr, /whd_/);
});

test('a command that does not exist is 127, and the collector goes too', async (t) => {
  const directory = appDirectory(t, {});
  const { code, stderr } = await runWhodid(['dev', '--port', '0', '--', 'no-such-command'], {
    cwd: directory,
  });
  assert.equal(code, 127);
  assert.match(stderr, /✖ There is no command no-such-command\n/);
});

test('an app on an old Node runs, and is told why nothing is captured', async (t) => {
  const directory = appDirectory(t, {
    node: '#!/bin/sh\n[ "$1" = --version ] && echo v18.20.4 || echo "options: $NODE_OPTIONS"\n',
  });
  const { chmodSync } = await import('node:fs');
  chmodSync(join(directory, 'node'), 0o755);
  const { code, stdout, stderr } = await runWhodid(
    ['dev', '--port', '0', '--', './node', 'app.js'],
    {
      cwd: directory,
    },
  );
  assert.equal(code, 0);
  assert.equal(stdout, 'options: \n');
  assert.match(stderr, /⚠ Node 18\.20 detected\. Capture needs 20\.19 or newer\n {4}→ /);
});

test('Ctrl-C reaches whatever the command started', async (t) => {
  const directory = appDirectory(t, {
    'package.json': JSON.stringify({ name: 'x', scripts: { dev: 'node app.cjs' } }),
    'app.cjs': `console.log('pid ' + process.pid); setInterval(() => {}, 1000);`,
  });
  const app = startWhodid(['dev', '--port', '0', '--', 'npm', 'run', '--silent', 'dev'], {
    cwd: directory,
  });
  afterwards(t, () => app.process.kill('SIGKILL'));
  const [, pid] = await until(() => /pid (\d+)/.exec(app.stdout()), 15_000, app.stderr);
  app.process.kill('SIGINT');
  assert.notEqual(await app.ended(), 0);
  assert.throws(() => process.kill(Number(pid), 0), { code: 'ESRCH' });
});

test('a second signal ends an app that will not go', async (t) => {
  const directory = appDirectory(t, {
    'app.cjs': `process.on('SIGINT', () => console.log('no'));
      console.log('pid ' + process.pid); setInterval(() => {}, 1000);`,
  });
  const app = startWhodid(['dev', '--port', '0', '--', process.execPath, 'app.cjs'], {
    cwd: directory,
  });
  afterwards(t, () => app.process.kill('SIGKILL'));
  const [, pid] = await until(() => /pid (\d+)/.exec(app.stdout()), 15_000, app.stderr);
  app.process.kill('SIGINT');
  await until(() => /no/.test(app.stdout()), 5000, app.stderr);
  await new Promise((resolve) => setTimeout(resolve, 500));
  app.process.kill('SIGINT');
  assert.equal(await app.ended(), 130);
  await until(() => !existsSync(`/proc/${pid}`) || isZombie(Number(pid)), 2000);
});

test('a port that is taken is told with the way out', async (t) => {
  const { dataDir, directory } = await startDev(t, { 'app.js': expressApp, ...esm });
  const { port } = new URL(apiOf(dataDir).url);
  const args = ['dev', '--port', port, '--data-dir', 'other', '--', 'true'];
  const { code, stderr } = await runWhodid(args, { cwd: directory });
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`✖ Port ${port} is in use.*\n  → whodid dev --port`));

  const free = String(await freePort());
  const locked = await runWhodid(['dev', '--port', free, '--', 'true'], { cwd: directory });
  assert.equal(locked.code, 1);
  assert.match(locked.stderr, /✖ \.whodid is open in another whodid \(pid \d+\)\n {2}→ /);
});

const esm = { 'package.json': JSON.stringify({ name: 'my-app', type: 'module' }) };

async function startDev(
  t: TestContext,
  files: { readonly [name: string]: string },
  main = 'app.js',
): Promise<{ app: Running; url: string; directory: string; dataDir: string }> {
  const directory = appDirectory(t, files);
  const app = startWhodid(['dev', '--port', '0', '--', process.execPath, main], {
    cwd: directory,
  });
  afterwards(t, async () => {
    app.process.kill('SIGTERM');
    await app.ended();
  });
  const [, port] = await until(() => /port (\d+)/.exec(app.stdout()), 15_000, app.stderr);
  const dataDir = join(directory, '.whodid');
  return { app, url: `http://127.0.0.1:${port}`, directory, dataDir };
}

function isZombie(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}
