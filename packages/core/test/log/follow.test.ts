import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLogs } from '@whodid/core/log';
import { openRecorder } from '../recorder/open-recorder.ts';
import { scratch } from '../ship/scratch.ts';
import { until } from '../ship/until.ts';
import { collectingHandler } from './collecting-handler.ts';
import { linesIn, messagesOf, numbered } from './log-folder.ts';

const app = fileURLToPath(new URL('fixtures/following-app.ts', import.meta.url));

const names = ['audit.request', 'audit.model', 'audit.login'];
const silent = Object.fromEntries(names.map((name) => [name, { handlers: [] }]));

test('entries become lines of their loggers, each once and without secrets', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const root = collectingHandler();
  const logs = createLogs({ root: { handlers: [root] }, loggers: silent });
  context.after(() => logs.close());
  logs.follow(recorder);
  logs.follow(recorder);
  recorder.within({ requestId: 'r-1', actor: { type: 'user', id: 'u-1' } }, () => {
    const message = { headers: { authorization: 'Bearer hunter2' }, bodyBytes: 0 };
    const http = { protocol: 'http', method: 'GET', url: '/a?b=1&b=2', durationMs: 5 } as const;
    const exchange = { ...http, statusCode: 200, request: message, response: message };
    void recorder.record({ kind: 'http.in', action: 'http.request', http: exchange });
    void recorder.record({ kind: 'http.out', action: 'http.call', http: exchange });
    const change = {
      type: 'CREATE',
      model: 'User',
      fields: [{ name: 'password', new: 'hunter2' }],
    } as const;
    void recorder.record({ kind: 'model', action: 'user.create', change });
    void recorder.record({
      kind: 'auth',
      action: 'user.login',
      outcome: 'failure',
      reason: 'locked',
    });
    void recorder.record({ action: 'order.refund', data: { order: 7 } });
    void recorder.record({ kind: 'note', action: 'note.add', outcome: 'failure' });
  });
  await until('all are lines', () => root.lines.length === 6);
  assert.deepEqual(
    root.fields().map(({ name, level, request_id, user_id }) => [name, level, request_id, user_id]),
    [
      ['audit.request', 'API', 'r-1', 'u-1'],
      ['audit.request', 'API', 'r-1', 'u-1'],
      ['audit.model', 'AUDIT', 'r-1', 'u-1'],
      ['audit.login', 'LOGIN', 'r-1', 'u-1'],
      ['audit.action', 'AUDIT', 'r-1', 'u-1'],
      ['audit.note', 'WARNING', 'r-1', 'u-1'],
    ],
  );
  const [request, , , login] = root.fields();
  assert.ok(request !== undefined);
  assert.deepEqual((request.request_repr as { query_params: unknown }).query_params, {
    b: ['1', '2'],
  });
  assert.deepEqual([login?.event, login?.success, login?.error], ['login', false, 'locked']);
  assert.ok(!JSON.stringify(root.fields()).includes('hunter2'));
});

test('a level hides lines of entries, and the end of following ends them', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const root = collectingHandler();
  const logs = createLogs({ root: { level: 'WARNING', handlers: [root] } });
  context.after(() => logs.close());
  const stop = logs.follow(recorder);
  void recorder.record({ action: 'hidden' });
  void recorder.record({ kind: 'note', action: 'shown', outcome: 'failure' });
  await until('it is a line', () => root.lines.length > 0);
  assert.deepEqual(
    root.fields().map(({ message }) => message),
    ['shown failure'],
  );
  let heard = 0;
  recorder.on('entry', () => {
    heard += 1;
  });
  stop();
  void recorder.record({ kind: 'note', action: 'after', outcome: 'failure' });
  await until('others hear it', () => heard === 1);
  assert.equal(root.lines.length, 1);
});

test('failures of log output are told to the recorder, and make no lines about themselves', async (context) => {
  const { recorder, faults } = await openRecorder(context, { transport: undefined });
  let calls = 0;
  const broken = {
    ...collectingHandler(),
    write() {
      calls += 1;
      throw Object.assign(new Error(), { code: `E${calls}` });
    },
  };
  const logs = createLogs({ root: { handlers: [broken] } });
  context.after(() => logs.close());
  logs.follow(recorder);
  void recorder.record({ action: 'one' });
  await until('it is told', () => faults.length > 0);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  assert.deepEqual([calls, faults.map(([where]) => where)], [1, ['logs']]);
});

for (const first of ['logs', 'recorder']) {
  test(`an app that exits right after recording has its lines, with the ${first} made first`, async (context) => {
    const { root, spoolDirectory, ringDirectory } = scratch(context);
    const child = spawn(process.execPath, ['--conditions=whodid-source', app], {
      env: {
        ...process.env,
        FILE: join(root, 'app.log'),
        SPOOL: spoolDirectory,
        RING: ringDirectory,
        FIRST: first,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.deepEqual(messagesOf(linesIn(root)), numbered('a', 50));
  });
}
