import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNode } from '../fixtures/child.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

test('a transfer that is open when the process exits is recorded', async () => {
  const child = startNode(['--conditions=whodid-source', 'exiting-app.ts'], {}, folder);
  assert.equal(await child.end(), 0, child.stderr());
  const { action, outcome, reason, data } = JSON.parse(child.stdout());
  assert.deepEqual([action, outcome, reason], ['sftp.upload', 'unknown', 'PROCESS_EXITED']);
  assert.equal(data.path, '/in/a');
  assert.equal('sha256' in data, false);
});
