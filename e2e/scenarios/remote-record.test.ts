// Acceptance scenarios 6 and 7: activities go to a logger as 29 texts, whatever becomes of the logger.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type ActivityData,
  closeActivityLog,
  createActivityLog,
  sendActivityLog,
} from '@whodid/capture/activity-log';
import { createCollector } from '@whodid/collector';
import type { EntryFields } from '@whodid/core';
import { type ActivityPayload, activityPayload, activityPayloadKeys } from '@whodid/core/view';
import express from 'express';
import { filesUnder } from '../../packages/cli/test/files-under.ts';
import { type Scratch, scratch } from '../../packages/core/test/ship/scratch.ts';
import { StubLogger } from '../../packages/core/test/ship/stub-logger.ts';
import { until } from '../../packages/core/test/ship/until.ts';

const example: ActivityData = {
  action_type: 'CREATE',
  action: 'User registration',
  microservice_name: 'Authentication Service',
  module: 'User Management',
  module_id: '1',
  oldvaluejson: null,
  newvaluejson: { username: 'john_doe', email: 'john@example.com' },
  affected_columns: ['username', 'email'],
};

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0';
const token = 'Planted-user-token-77e0aa';
const headers = { authorization: `Bearer ${token}`, 'user-agent': edge };

async function serve(t: TestContext, app: RequestListener): Promise<string> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sets what the module reads at its first use, and closes what it has opened. */
function environment(t: TestContext, env: { readonly [name: string]: string }): void {
  Object.assign(process.env, env);
  t.after(async () => {
    await closeActivityLog(0);
    for (const name of Object.keys(env)) delete process.env[name];
  });
}

test('scenario 6: the example of the document arrives as one POST of 29 texts', async (t) => {
  const stub = await StubLogger.start();
  t.after(() => stub.down());
  // It answers only when the handler has.
  let answered = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    answered = resolve;
  });
  stub.answer = (_request, _response, usual) => void released.then(usual);
  environment(t, { LOGGER_URL: stub.url, LOGGER_SPOOL_DIR: scratch(t).spoolDirectory });
  const app = express();
  app.post('/users', (req, res) => {
    sendActivityLog.delay({ ...example, request: req });
    res.status(201).json({ ok: true });
  });
  const url = await serve(t, app);
  const before = Date.now();
  const answer = await fetch(`${url}/users`, { method: 'POST', headers });
  const after = Date.now();
  assert.deepEqual([answer.status, await answer.json()], [201, { ok: true }]);
  assert.equal(stub.payloads.size, 0);
  answered();
  await until('the payload', () => stub.payloads.size === 1);

  assert.equal(stub.requests.length, 1);
  const [request] = stub.requests;
  assert.ok(request);
  const { payload } = request;
  assert.equal(request.method, 'POST');
  assert.deepEqual(Object.keys(payload), [...activityPayloadKeys]);
  for (const [key, value] of Object.entries(payload)) assert.equal(typeof value, 'string', key);
  assert.match(
    payload.auditID,
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(JSON.parse(payload.oldValuesJson), null);
  assert.deepEqual(JSON.parse(payload.newValuesJson), example.newvaluejson);
  assert.deepEqual(JSON.parse(payload.affectedColumns), ['username', 'email']);
  const { action, userActivityType, microserviceName, module, moduleID, endpointName } = payload;
  assert.deepEqual(
    [action, userActivityType, microserviceName, module, moduleID, endpointName],
    ['User registration', 'CREATE', 'Authentication Service', 'User Management', '1', '/users'],
  );
  assert.equal(payload.clientInfo, 'Edge');
  assert.equal(payload.ipAddress, '127.0.0.1');
  assert.equal(payload.actionStatus, 'Successful');
  const [start, end] = [Date.parse(payload.startDate), Date.parse(payload.endDate)];
  assert.ok(before <= start && start <= end && end <= after);
  assert.ok(!JSON.stringify(request).includes(token));
});

test('scenario 6: actionStatus is that of the answer, whoever gives it', async (t) => {
  const stub = await StubLogger.start();
  t.after(() => stub.down());
  environment(t, { LOGGER_URL: stub.url, LOGGER_SPOOL_DIR: scratch(t).spoolDirectory });
  const app = express();
  app.set('env', 'test');
  app.post('/users', (req) => {
    sendActivityLog.delay({ ...example, request: req });
    throw new Error('the database is away');
  });
  const url = await serve(t, app);
  assert.equal((await fetch(`${url}/users`, { method: 'POST', headers })).status, 500);
  await until('the payload', () => stub.payloads.size === 1);
  assert.equal([...stub.payloads.values()][0]?.actionStatus, 'Failed');
});

test('scenario 6: with a collector at LOGGER_URL the activity is an entry, found by its user', async (t) => {
  const places = scratch(t);
  const collector = await createCollector({ port: 0, dataDir: `${places.root}/collector` });
  t.after(() => collector.close());
  const { key } = await collector.createKey({ name: 'app', scopes: ['ingest'] });
  environment(t, {
    LOGGER_URL: `${collector.url}/api/activity-log/`,
    AUDITLOG_AUTH_TOKEN: key,
    LOGGER_SPOOL_DIR: places.spoolDirectory,
  });
  const app = express();
  app.post('/users', (req, res) => {
    Object.assign(req, { user: { id: 17, username: 'ada' } });
    sendActivityLog.delay({ ...example, request: req });
    res.status(201).end();
  });
  const url = await serve(t, app);
  await fetch(`${url}/users`, { method: 'POST', headers });
  let found: readonly EntryFields[] = [];
  for (const end = Date.now() + 20_000; found.length === 0 && Date.now() < end; ) {
    const asked = await fetch(`${collector.url}/v1/entries?q=actor:17`, {
      headers: { authorization: `Bearer ${collector.localKey}` },
    });
    found = ((await asked.json()) as { readonly entries: readonly EntryFields[] }).entries;
  }
  const [entry] = found;
  assert.equal(entry?.action, 'User registration');
  assert.equal(activityPayload(entry).userName, 'ada');
});

// What the document shows, with values in place of the word "string".
const written: ActivityPayload = {
  ...(Object.fromEntries(activityPayloadKeys.map((key) => [key, 'string'])) as ActivityPayload),
  auditID: '0b0f6f0a-4c35-4f6e-9c39-6d5a3e0f8a11',
};

test('scenario 6: the payload of the document, sent with curl, is kept once', async (t) => {
  if (spawnSync('curl', ['--version']).status !== 0) {
    assert.notEqual(process.env.CI, 'true', 'curl is needed here');
    return t.skip('LEFT OUT: this machine has no curl');
  }
  const collector = await createCollector({ port: 0, dataDir: `${scratch(t).root}/collector` });
  t.after(() => collector.close());
  const curl = async (path: string, payload: object): Promise<readonly [number, unknown]> => {
    const child = spawn('curl', [
      ...['-sS', '-X', 'POST', `${collector.url}${path}`, '-w', '\n%{http_code}'],
      ...['-H', `Authorization: Bearer ${collector.localKey}`],
      ...['-H', 'Content-Type: application/json', '-d', JSON.stringify(payload)],
    ]);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await once(child, 'close');
    const [body = '', status] = output.split('\n');
    return [Number(status), JSON.parse(body)];
  };
  const kept = { auditID: written.auditID, id: written.auditID };
  assert.deepEqual(await curl('/api/activity-log/', written), [201, kept]);
  assert.deepEqual(await curl('/api/activity-log', written), [200, kept]);
  const [conflict] = await curl('/api/activity-log/', { ...written, action: 'else' });
  assert.equal(conflict, 409);
  const { auditID: _, ...nameless } = written;
  const [refused, problem] = await curl('/api/activity-log/', nameless);
  assert.deepEqual([refused, (problem as { path: string }).path], [400, 'auditID']);
  const asked = await fetch(`${collector.url}/v1/entries/${written.auditID}`, {
    headers: { authorization: `Bearer ${collector.localKey}` },
  });
  assert.deepEqual(activityPayload((await asked.json()) as EntryFields), written);
});

/** Answers by the phase that a logger is in. */
const phases = ['500', 'hang', 'drop', 'up'] as const;

test('scenario 7: a logger that fails, hangs and drops connections costs nothing but time', async (t) => {
  const stub = await StubLogger.start();
  t.after(() => stub.down());
  const { spoolDirectory } = scratch(t);
  const faults: string[] = [];
  const log = createActivityLog({
    loggerUrl: stub.url,
    spoolDir: spoolDirectory,
    token: 'service-token',
    timeoutMs: 300,
    onFault: (where, error) => faults.push(`${where} ${String(error)}`),
  });
  t.after(() => log.close(0));
  let phase: (typeof phases)[number] = '500';
  stub.answer = (_request, response, usual) => {
    if (phase === '500') response.writeHead(500).end();
    else if (phase === 'drop') response.destroy();
    else if (phase === 'up') usual();
  };
  const app = express();
  app.post('/:user/:n', (req, res) => {
    const { user, n } = req.params;
    Object.assign(req, { user: { id: user } });
    log.sendActivityLog.delay({
      ...example,
      request: req,
      action: n,
      newvaluejson: { email: 'a@x', password: 'Planted-password' },
      affected_columns: ['email'],
    });
    res.json({});
  });
  const url = await serve(t, app);
  const users = ['ada', 'bob'];
  const perPhase = 5;
  let n = 0;
  for (phase of phases) {
    const earlier = stub.requests.length;
    for (let each = 0; each < perPhase; each += 1) {
      n += 1;
      for (const user of users) {
        const answer = await fetch(`${url}/${user}/${n}`, { method: 'POST', headers });
        assert.equal(answer.status, 200);
      }
    }
    await until(`a try while ${phase}`, () => stub.requests.length > earlier);
    if (phase === 'up') break;
    assert.equal(stub.payloads.size, 0);
    for (const [place, text] of filesUnder(spoolDirectory)) {
      assert.ok(!/Planted/.test(text), place);
    }
  }
  const total = users.length * perPhase * phases.length;
  await until('every activity', () => stub.payloads.size === total);
  assert.equal(log.state().refused, 0);

  // Each try of an activity has its auditID, and tells the same of it.
  const texts = new Map<string, string>();
  for (const { payload } of stub.requests) {
    const text = JSON.stringify(payload);
    assert.equal(texts.get(payload.auditID) ?? text, text);
    texts.set(payload.auditID, text);
  }
  assert.equal(texts.size, total);
  assert.ok(stub.requests.length > total);
  for (const user of users) {
    const own = [...stub.payloads.values()].filter(({ userID }) => userID === user);
    const order = own.map(({ action }) => Number(action));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  }
  for (const { payload, headers: sent } of stub.requests) {
    assert.equal(sent.authorization, 'Bearer service-token');
    assert.equal(JSON.parse(payload.newValuesJson).password, '[redacted:key]');
  }
  assert.ok(!/Planted/.test(JSON.stringify(stub.requests) + faults.join()));
});

const killedApp = `
  import express from 'express';
  import { sendActivityLog } from '@whodid/capture/activity-log';
  const app = express();
  app.post('/users', (req, res) => {
    sendActivityLog.delay({ action: 'User registration', request: req });
    res.status(201).end();
  });
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

test('scenario 7: an app that is killed while the logger is away has lost nothing that it answered', async (t) => {
  const stub = await StubLogger.start();
  t.after(() => stub.down());
  const places = scratch(t);
  stub.answer = (_request, response) => void response.destroy();
  const count = 20;
  const first = await startApp(t, stub.url, places);
  for (let n = 0; n < count; n += 1) {
    await fetch(`${first.url}/users`, { method: 'POST', headers });
  }
  first.child.kill('SIGKILL');
  await first.ended;
  const before = new Set(stub.requests.map(({ payload }) => payload.auditID));
  stub.answer = (_request, _response, usual) => usual();
  const second = await startApp(t, stub.url, places);
  // The next process opens its activity log with its first use.
  await fetch(`${second.url}/users`, { method: 'POST', headers });
  await until('what the first one left', () => stub.payloads.size >= count + 1);
  assert.equal(stub.payloads.size, count + 1);
  for (const auditID of before) assert.ok(stub.payloads.has(auditID));
  assert.ok(!`${JSON.stringify(stub.requests)}${first.output()}`.includes(token));
});

async function startApp(t: TestContext, loggerUrl: string, { spoolDirectory }: Scratch) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const args = ['--conditions=whodid-source', '--input-type=module', '-e', killedApp];
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('../../packages/capture', import.meta.url)),
    env: { ...inherited, LOGGER_URL: loggerUrl, LOGGER_SPOOL_DIR: spoolDirectory },
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close');
  await until('the app', () => /^\d+$/m.test(output));
  const [port] = /^\d+$/m.exec(output) ?? [];
  return { child, ended, url: `http://127.0.0.1:${port}`, output: () => output };
}
