import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNode } from '../fixtures/child.ts';
import { listening } from '../fixtures/listening.ts';

test('calls that are open when the process exits are recorded', async () => {
  const { url, server, close } = await listening(() => {});
  const app = fileURLToPath(new URL('../fixtures/apps/calling-app.ts', import.meta.url));
  const child = startNode(['--conditions=whodid-source', app, url], {}, process.cwd());
  await Promise.all([once(server, 'request'), child.firstLine()]);
  await child.end();
  await close();

  assert.deepEqual(child.stdout().trim().split('\n').slice(1).toSorted(), [
    'fetch unknown process_exited',
    'http unknown process_exited',
  ]);
});
