// The part of acceptance scenario 24 that needs a whole app.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import { createLogs, logFiles } from '@whodid/core/log';
import express from 'express';
import { openScene, settled } from './scene.ts';

test('scenario 24: a failed sign-in is an entry and a line without any call by the app', async (t) => {
  const scene = await openScene(t);
  const folder = join(scene.directory, 'audit_logs');
  const logs = createLogs(logFiles(folder));
  logs.follow(scene.recorder);
  const app = express();
  app.use(expressCapture(scene.recorder), express.json());
  app.post('/login', (request, response) => {
    const { password } = request.body as { readonly password: string };
    if (password === 'right') response.cookie('sid', 'c-1').json({ user: { id: 7, name: 'Ada' } });
    else response.status(401).json({ error: 'no' });
  });
  const url = await scene.serve(app);
  for (const password of ['wrong-Canary', 'right']) {
    await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'ada', password }),
    });
  }
  await settled();

  const entries = await scene.entries('action:user.login');
  assert.deepEqual(
    entries.map(({ outcome, actor, targets }) => [outcome, actor.id, targets[0]?.id]),
    [
      ['denied', 'anonymous', 'ada'],
      ['success', '7', 'ada'],
    ],
  );
  await logs.close();
  const text = readFileSync(join(folder, 'login.log'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ level, log_type, event, success, user_id }) => [
      level,
      log_type,
      event,
      success,
      user_id,
    ]),
    [
      ['LOGIN', 'login', 'login', false, ''],
      ['LOGIN', 'login', 'login', true, '7'],
    ],
  );
  assert.ok(lines.every(({ request_id }, at) => request_id === entries[at]?.ambient?.requestId));
  assert.ok(!text.includes('wrong-Canary') && !JSON.stringify(entries).includes('wrong-Canary'));
});
