import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNode } from '../fixtures/child.ts';

const app = fileURLToPath(new URL('../fixtures/apps/dying-app.ts', import.meta.url));

const ends = {
  '/throw': { outcome: 'failure', error: 'RangeError: in the handler' },
  '/reject': { outcome: 'unknown', error: 'process_exited' },
  '/exit': { outcome: 'unknown', error: 'process_exited' },
};

for (const [path, expected] of Object.entries(ends)) {
  test(`a process that ends in the middle of ${path} records the requests that are open`, async () => {
    const child = startNode(['--conditions=whodid-source', app], {}, process.cwd());
    const port = await child.firstLine();
    const open = fetch(`http://127.0.0.1:${port}/open`);
    const last = fetch(`http://127.0.0.1:${port}${path}`);
    await Promise.allSettled([open, last]);
    const code = await child.end();

    assert.notEqual(code, 0);
    const lines = child.stdout().trim().split('\n').slice(1);
    const recorded = lines.map((line) => JSON.parse(line));
    assert.deepEqual(
      recorded.find((each) => each.path === path),
      { path, ...expected },
    );
    assert.deepEqual(recorded.filter((each) => each.path === '/open').length, 1);
  });
}
