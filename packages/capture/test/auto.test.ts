import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Child, startNode } from './fixtures/child.ts';
import { type StubCollector, stubCollector } from './fixtures/stub-collector.ts';

const auto = new URL('../src/auto.ts', import.meta.url).href;
const preload = { NODE_OPTIONS: `--conditions=whodid-source --import=${auto}` };

let directory: string;
let collector: StubCollector;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-auto-'));
  collector = await stubCollector();
});

afterEach(async () => {
  await collector.close();
  rmSync(directory, { recursive: true });
});

for (const name of ['express-app.mjs', 'express-app.cjs', 'fastify-app.mjs']) {
  test(`${name} without a change: requests arrive with method, path, route and status code`, async () => {
    const child = startApp(name, delivering());
    const port = await child.firstLine();
    const body = JSON.stringify({ text: 'hello' });
    const headers = { 'content-type': 'application/json' };
    await (await fetch(`http://127.0.0.1:${port}/orders/17?page=2`)).text();
    await (await fetch(`http://127.0.0.1:${port}/echo`, { method: 'POST', body, headers })).text();
    await (await fetch(`http://127.0.0.1:${port}/missing`)).text();
    const entries = await collector.until(3);
    const code = await child.end();

    assert.equal(code, 0, child.stderr());
    assert.equal(child.stdout(), `${port}\n`);
    assert.equal(child.stderr(), '');
    assert.deepEqual(
      entries.map(({ http, outcome }) => [
        http?.method,
        http?.path,
        http?.route,
        http?.statusCode,
        outcome,
      ]),
      [
        ['GET', '/orders/17', '/orders/:id', 200, 'success'],
        ['POST', '/echo', '/echo', 201, 'success'],
        ['GET', '/missing', undefined, 404, 'failure'],
      ],
    );
    assert.ok(entries.every(({ http }) => (http?.durationMs ?? 0) > 0));
    assert.deepEqual(entries[1]?.http?.request.body, { text: 'hello' });
    assert.deepEqual(entries[1]?.http?.response.body, { text: 'hello' });
  });
}

test('the workers of a cluster are recorded, each by itself', async () => {
  const child = startApp('cluster-app.mjs', delivering());
  const ports = (await child.firstLine()).split(' ');
  for (const port of ports) await (await fetch(`http://127.0.0.1:${port}/`)).text();
  const entries = await collector.until(2);
  assert.equal(await child.end(), 0, child.stderr());

  assert.equal(new Set(entries.map(({ producer }) => producer.epoch)).size, 2);
});

test('a request during which the process crashes is delivered by the next process', async () => {
  const first = startApp('express-app.mjs', delivering());
  const port = await first.firstLine();
  await assert.rejects(fetch(`http://127.0.0.1:${port}/crash`));
  assert.notEqual(await first.end(), 0);
  const second = startApp('express-app.mjs', delivering());
  await (await fetch(`http://127.0.0.1:${await second.firstLine()}/orders/1`)).text();
  const [crash] = await collector.until(1, ({ http }) => http?.path === '/crash');
  await second.end();

  assert.equal(crash?.outcome, 'unknown');
  assert.equal(crash?.http?.error, 'process_exited');
  assert.equal(crash?.http?.route, '/crash');
});

test('where modules cannot be required it begins a moment later, and breaks nothing', async () => {
  const env = delivering();
  env.NODE_OPTIONS += ' --no-experimental-require-module';
  const child = startApp('express-app.mjs', env);
  const port = await child.firstLine();
  while (collector.entries.length === 0) {
    const answer = await fetch(`http://127.0.0.1:${port}/orders/17`);
    assert.equal(await answer.text(), '{"id":"17"}');
  }
  assert.equal(await child.end(), 0);

  assert.equal(child.stderr(), '');
});

test('a secret that a client sends or gets is nowhere in what is kept or delivered', async () => {
  const secrets = [
    'hunter2secret',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
    'sid-9f8e',
    'tok-77',
  ];
  const [password, bearer, cookie, token] = secrets;
  const child = startApp('express-app.mjs', delivering());
  const port = await child.firstLine();
  await (
    await fetch(`http://127.0.0.1:${port}/echo?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify({ user: 'ada', password }),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        cookie: `session=${cookie}`,
      },
    })
  ).text();
  const entries = await collector.until(1);
  await child.end();

  assert.match(JSON.stringify(entries), /"ada"/);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  const kept = files
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const secret of secrets) {
    assert.equal(JSON.stringify(entries).includes(secret), false, secret);
    assert.equal(kept.join('').includes(secret), false, secret);
  }
});

test('without an environment nothing is printed, opened or changed', async () => {
  const child = startApp('express-app.mjs', preload);
  const port = await child.firstLine();
  const answer = await fetch(`http://127.0.0.1:${port}/orders/17`);
  assert.equal(await answer.text(), '{"id":"17"}');
  assert.equal(await child.end(), 0);

  assert.equal(child.stdout(), `${port}\n`);
  assert.equal(child.stderr(), '');
  assert.deepEqual(readdirSync(directory), []);
});

test('a process that serves nothing is left alone, whatever the environment', async () => {
  const child = startNode(['--eval', 'console.log(1 + 1)'], delivering(), directory);
  assert.equal(await child.end(), 0);

  assert.equal(child.stdout(), '2\n');
  assert.equal(child.stderr(), '');
  assert.deepEqual(readdirSync(directory), []);
});

test('an environment that cannot be used is a warning, and the app runs on', async () => {
  const env = { ...preload, WHODID_URL: collector.url };
  const child = startApp('express-app.mjs', env);
  const port = await child.firstLine();
  for (const id of ['17', '18']) {
    const answer = await fetch(`http://127.0.0.1:${port}/orders/${id}`);
    assert.equal(await answer.text(), `{"id":"${id}"}`);
  }
  assert.equal(await child.end(), 0);

  assert.equal(child.stdout(), `${port}\n`);
  assert.equal(child.stderr().match(/WHODID_AUTO/g)?.length, 1);
});

function delivering(): NodeJS.ProcessEnv {
  return {
    ...preload,
    WHODID_URL: collector.url,
    WHODID_KEY: 'whd_test_key',
    WHODID_SPOOL_DIR: join(directory, 'spool'),
  };
}

function startApp(name: string, env: NodeJS.ProcessEnv): Child {
  const app = fileURLToPath(new URL(`fixtures/apps/${name}`, import.meta.url));
  return startNode([app], env, directory);
}
