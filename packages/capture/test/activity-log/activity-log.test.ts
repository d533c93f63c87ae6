import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { type TestContext, test } from 'node:test';
import { type ActivityData, createActivityLog } from '@whodid/capture/activity-log';
import { bullmqTransport } from '@whodid/capture/bullmq';
import { expressCapture } from '@whodid/capture/express';
import { isWhodidError, within } from '@whodid/core';
import { activityPayloadKeys } from '@whodid/core/view';
import express from 'express';
import { fastify } from 'fastify';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { openLog } from './open-log.ts';

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

const v4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The one payload that some data becomes. */
async function sent(context: TestContext, data: ActivityData) {
  const { log, payloads } = await openLog(context);
  await log.createLog(data);
  const [payload] = await payloads(1);
  assert.ok(payload);
  return payload;
}

test('createLog resolves when the logger has the example of the document, as 29 texts', async (context) => {
  const { log, stub } = await openLog(context);
  const before = Date.now();
  const { id, level } = await log.createLog(example);
  assert.equal(level, 'remote');
  assert.equal(stub.requests.length, 1);
  const payload = stub.payloads.get(id);
  assert.ok(payload);
  assert.deepEqual(Object.keys(payload), [...activityPayloadKeys]);
  assert.ok(Object.values(payload).every((value) => typeof value === 'string'));
  assert.match(payload.auditID, v4);
  assert.equal(payload.action, 'User registration');
  assert.equal(payload.userActivityType, 'CREATE');
  assert.equal(payload.microserviceName, 'Authentication Service');
  assert.deepEqual([payload.module, payload.moduleID], ['User Management', '1']);
  assert.equal(JSON.parse(payload.oldValuesJson), null);
  assert.deepEqual(JSON.parse(payload.newValuesJson), example.newvaluejson);
  assert.deepEqual(JSON.parse(payload.affectedColumns), ['username', 'email']);
  assert.equal(payload.actionStatus, 'Successful');
  for (const key of [
    'timestamp',
    'createdDate',
    'startDate',
    'endDate',
    'payloadCreatedDate',
  ] as const) {
    const at = Date.parse(payload[key]);
    assert.ok(at >= before && at <= Date.now(), `${key} ${payload[key]}`);
  }
});

test('the names of the source mean the same', async (context) => {
  const payload = await sent(context, {
    endpoint_name: 'users-list',
    token_key: 'eyJhbGciOiJub25lIn0.eyJyb2xlX25hbWVzIjpbInJvb3QiXX0.',
    meta: { source_ip: '10.0.0.7', ip_address: '203.0.113.9', user_agent: 'Mozilla Firefox/132.0' },
    user_request: {
      id: 17,
      username: 'ada',
      firstname: 'Ada',
      lastname: 'Lovelace',
      created_at: '2001-01-01T00:00:00Z',
      last_login: new Date('2025-05-19T08:00:00Z'),
      branch: 'Head office',
      branch_code: '001',
      role_names: ['Teller', 'Approver'],
      role_ids: [3, 4],
    },
    action: 'Change e-mail',
    old_value_json: '{"email":"a@x"}',
    new_value_json: { email: 'b@x' },
    session_id: 's-42',
  });
  const { sourceIP, ipAddress, location, clientInfo, endpointName, sessionID } = payload;
  assert.deepEqual(
    [sourceIP, ipAddress, location, clientInfo, endpointName, sessionID],
    ['10.0.0.7', '203.0.113.9', '203.0.113.9', 'Firefox', 'users-list', 's-42'],
  );
  const { userID, userName, fullName, role, roleId, branchCode, branchName, lastLogin } = payload;
  assert.deepEqual(
    [userID, userName, fullName, role, roleId, branchCode, branchName, lastLogin],
    [
      '17',
      'ada',
      'Ada Lovelace',
      'Teller, Approver',
      '3, 4',
      '001',
      'Head office',
      '2025-05-19T08:00:00.000Z',
    ],
  );
  assert.equal(payload.affectedColumns, '["email"]');
  assert.deepEqual(JSON.parse(payload.oldValuesJson), { email: 'a@x' });
  // When the account was made is no time of what was done.
  assert.ok(!JSON.stringify(payload).includes('2001-01-01'));
});

test('what is not said comes from the request, or is named by type and service', async (context) => {
  const request = { method: 'PATCH', originalUrl: '/loans/7/approve?x=1', headers: {} };
  const payload = await sent(context, { request });
  assert.equal(payload.userActivityType, 'APPROVAL');
  assert.equal(payload.action, 'APPROVAL on test');
  assert.equal(payload.endpointName, '/loans/7/approve');
  assert.equal(payload.microserviceName, 'test');
});

test('secrets are masked also when columns are named, and a change of a secret is a change', async (context) => {
  const secrets = { password: 'Planted-new', email: 'x@y', nested: [{ apiKey: 'Planted-key' }] };
  const named = await sent(context, { newvaluejson: secrets, affected_columns: ['email'] });
  assert.ok(!JSON.stringify(named).includes('Planted'));
  assert.equal(JSON.parse(named.newValuesJson).password, '[redacted:key]');
  const guessed = await sent(context, {
    oldvaluejson: { password: 'Planted-old', email: 'x@y', gone: 1 },
    newvaluejson: { password: 'Planted-new', email: 'x@y' },
  });
  assert.ok(!JSON.stringify(guessed).includes('Planted'));
  assert.equal(guessed.affectedColumns, '["password","gone"]');
});

test('values that are no plain JSON become JSON text all the same', async (context) => {
  const cyclic: { [name: string]: unknown } = { big: 10n, when: new Date(0), fn: () => 1 };
  cyclic.self = cyclic;
  const hostile = {
    get secret(): string {
      throw new Error('no');
    },
  };
  for (const value of [cyclic, hostile, new Map([['a', 1]]), [1, 2], 'plain text', 7, true]) {
    const payload = await sent(context, { oldvaluejson: value, newvaluejson: value });
    JSON.parse(payload.oldValuesJson);
    JSON.parse(payload.newValuesJson);
    JSON.parse(payload.affectedColumns);
  }
});

for (const [statusCode, actionStatus] of [
  [201, 'Successful'],
  [299, 'Successful'],
  [302, 'Successful'],
  [403, 'Failed'],
  [422, 'Failed'],
  [500, 'Failed'],
] as const) {
  test(`Express: a request that is answered with ${statusCode} after delay is ${actionStatus}`, async (context) => {
    const { log, payloads, serve } = await openLog(context);
    const app = express();
    app.post('/users/:id', (req, res) => {
      log.sendActivityLog.delay({ ...example, request: req });
      setTimeout(() => res.status(statusCode).end(), 30);
    });
    const url = await serve(app);
    const before = Date.now();
    await fetch(`${url}/users/7?token=x`, { method: 'POST', redirect: 'manual' });
    const after = Date.now();
    const [payload] = await payloads(1);
    assert.ok(payload);
    assert.equal(payload.actionStatus, actionStatus);
    assert.equal(payload.endpointName, '/users/:id');
    const [start, end] = [Date.parse(payload.startDate), Date.parse(payload.endDate)];
    assert.ok(before <= start && start < end && end <= after, `${before} ${start} ${end} ${after}`);
  });
}

test('Fastify and node:http: the answer is waited for as well', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const app = fastify();
  app.delete('/users/:id', async (request, reply) => {
    log.sendActivityLog.delay({ action: 'fastify', request });
    return reply.code(404).send();
  });
  const fastifyUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  context.after(() => app.close());
  const nodeUrl = await serve((request, response) => {
    log.sendActivityLog.delay({ action: 'node', request });
    response.writeHead(503).end();
  });
  await fetch(`${fastifyUrl}/users/7`, { method: 'DELETE' });
  await fetch(`${nodeUrl}/reports/1`, { headers: { 'user-agent': 'curl/8' } });
  const found = await payloads(2);
  const [first, second] = found.toSorted((a, b) => a.action.localeCompare(b.action));
  assert.ok(first && second);
  assert.deepEqual(
    [first.actionStatus, first.userActivityType, first.endpointName],
    ['Failed', 'DELETION', '/users/:id'],
  );
  assert.deepEqual(
    [second.actionStatus, second.userActivityType, second.endpointName, second.ipAddress],
    ['Failed', 'VIEW', '/reports/1', '127.0.0.1'],
  );
});

test('a stated outcome is final and waits for nothing', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const url = await serve((request) => {
    log.sendActivityLog.delay({ action: 'x', outcome: 'denied', request });
    // Never answered.
  });
  get(url).on('error', () => undefined);
  const [payload] = await payloads(1);
  assert.equal(payload?.actionStatus, 'Failed');
});

test('what is said when the answer is on its way, or without a request, is sent at once', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const url = await serve((request, response) => {
    response.writeHead(500);
    log.sendActivityLog.delay({ action: 'late', request });
    response.end();
  });
  await fetch(url);
  const [late] = await payloads(1);
  assert.equal(late?.actionStatus, 'Failed');
  log.sendActivityLog.delay({ action: 'script' });
  const [, script] = await payloads(2);
  assert.equal(script?.actionStatus, 'Successful');
});

test('a client that hangs up before there was an answer leaves a failure', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const url = await serve((request) => {
    log.sendActivityLog.delay({ action: 'x', request });
    setTimeout(() => client.destroy(), 20);
  });
  const client = get(url).on('error', () => undefined);
  const [payload] = await payloads(1);
  assert.equal(payload?.actionStatus, 'Failed');
});

test('what is waited for when the log closes is sent', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const url = await serve((request) => log.sendActivityLog.delay({ action: 'x', request }));
  const asked = once(
    get(url).on('error', () => undefined),
    'socket',
  );
  await asked;
  await new Promise((resolve) => setTimeout(resolve, 100));
  await log.close(1000);
  assert.equal((await payloads(1))[0]?.actionStatus, 'Failed');
});

test('what the app changes after delay changes nothing', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const url = await serve((request, response) => {
    const values = { email: 'a@x', list: [{ n: 1 }] };
    log.sendActivityLog.delay({ newvaluejson: values, request });
    values.email = 'changed';
    (values.list[0] as { n: number }).n = 2;
    response.end();
  });
  await fetch(url);
  const [payload] = await payloads(1);
  assert.deepEqual(JSON.parse(payload?.newValuesJson ?? ''), { email: 'a@x', list: [{ n: 1 }] });
});

test('with a capture: its start, its client and its actor; the app knows more of the same person', async (context) => {
  const { log, payloads, serve } = await openLog(context);
  const app = express();
  app.use(expressCapture(collectingRecorder(), { trustedProxies: ['loopback'] }));
  app.use((req, _res, next) => {
    Object.assign(req, { user: { id: '17', username: 'ada', branch: 'Head office' } });
    setTimeout(next, 50);
  });
  app.get('/accounts/:id', (req, res) => {
    log.sendActivityLog.delay({ request: req });
    res.json({});
  });
  const url = await serve(app);
  const headers = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Mozilla OPR/115' };
  await fetch(`${url}/accounts/1`, { headers });
  const [payload] = await payloads(1);
  assert.ok(payload);
  const { ipAddress, sourceIP, clientInfo, userID, userName, branchName } = payload;
  assert.deepEqual(
    [ipAddress, sourceIP, clientInfo, userID, userName, branchName],
    ['203.0.113.9', '127.0.0.1', 'Opera', '17', 'ada', 'Head office'],
  );
  assert.ok(Date.parse(payload.timestamp) - Date.parse(payload.startDate) >= 40);
});

test('another user than the one whose token was verified is not believed', async (context) => {
  const { log, payloads } = await openLog(context);
  const request = { user: { id: 'root', role: 'admin' } };
  await within({ actor: { type: 'user', id: 'mallory' } }, () => log.createLog({ request }));
  const [payload] = await payloads(1);
  assert.deepEqual([payload?.userID, payload?.role], ['mallory', '<admin>']);
});

test('neither token nor session id of the user is sent, in no header and no field', async (context) => {
  const { log, stub, payloads, serve } = await openLog(context, { token: 'service-token' });
  const app = express();
  app.use((req, _res, next) => {
    Object.assign(req, { sessionID: 'Planted-session', session: { id: 'Planted-session' } });
    next();
  });
  app.post('/things/:token', (req, res) => {
    log.sendActivityLog.delay({ ...example, request: req, token_key: 'Planted-token' });
    res.end();
  });
  const url = await serve(app);
  const headers = { authorization: 'Bearer Planted-token', cookie: 'sid=Planted-session' };
  await fetch(`${url}/things/Planted-path`, { method: 'POST', headers });
  const [payload] = await payloads(1);
  assert.ok(!JSON.stringify(stub.requests).includes('Planted'));
  assert.equal(stub.requests[0]?.headers.authorization, 'Bearer service-token');
  assert.match(payload?.sessionID ?? '', /^[0-9a-f-]{36}$/);
});

test('a name that does not exist is a fault, and the rest is sent', async (context) => {
  const { log, payloads, faults } = await openLog(context);
  log.sendActivityLog.delay({ action: 'x', newvaluejsn: {} } as ActivityData);
  assert.equal((await payloads(1))[0]?.action, 'x');
  const [where, error] = faults[0] ?? [];
  assert.equal(where, 'activity-log');
  assert.ok(isWhodidError(error, 'CONFIG_UNKNOWN'));
  assert.equal(error.facts.nearest, 'newvaluejson');
});

test('delay never throws, createLog rejects, and both say what is wrong with the data', async (context) => {
  const { log, faults } = await openLog(context);
  for (const data of [null, undefined, 'x', 7]) {
    log.sendActivityLog.delay(data as unknown as ActivityData);
    await assert.rejects(log.createLog(data as unknown as ActivityData), (error) =>
      isWhodidError(error, 'CONFIG_INVALID'),
    );
  }
  assert.equal(faults.length, 4);
});

test('an entry that the logger refuses rejects createLog and goes to quarantine', async (context) => {
  const { log, stub } = await openLog(context);
  stub.answer = (_request, response) => void response.writeHead(422).end();
  await assert.rejects(log.createLog({ action: 'x' }), (error) =>
    isWhodidError(error, 'ENTRY_REFUSED'),
  );
  assert.equal(log.state().refused >= 1, true);
});

test('options that cannot be used are refused, as is a directory of another address', async (context) => {
  const { stub, spoolDir } = await openLog(context);
  const invalid = (options: object, option: string): void =>
    assert.throws(
      () => createActivityLog({ loggerUrl: stub.url, ...options }),
      (error) => isWhodidError(error) && 'option' in error.facts && error.facts.option === option,
    );
  invalid({ loggerUrl: undefined }, 'activityLog.loggerUrl');
  invalid({ timeoutMs: 1 }, 'activityLog.timeoutMs');
  invalid({ tocken: 'x' }, 'activityLog.tocken');
  invalid({ loggerUrl: 'http://127.0.0.1:9/', spoolDir }, 'activityLog.spoolDir');
  invalid({ queue: { module: '', options: {} } }, 'activityLog.queue');
  const queue = bullmqTransport({ connection: 'redis://:hunter2@127.0.0.1:9' });
  invalid({ queue, spoolDir }, 'activityLog.spoolDir');
});
