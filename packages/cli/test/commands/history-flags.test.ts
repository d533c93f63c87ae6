// `--history` and `--labels`, of the commands that start a collector.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { afterwards } from '../afterwards.ts';
import { runWhodid, startWhodid } from '../run-whodid.ts';
import { appDirectory } from './temporary.ts';

test('what routes are called comes from the file that whodid routes writes', async (t) => {
  const app = `
    import express from 'express';
    const app = express();
    app.get('/orders/:id', function showOrder(request, response) { response.json({}); });
    export default app;
  `;
  const cwd = appDirectory(t, { 'app.js': app, 'package.json': '{ "type": "module" }' });
  assert.equal((await runWhodid(['routes', 'app.js', '--labels', 'labels.json'], { cwd })).code, 0);
  const labels = join(cwd, 'labels.json');
  const written = readFileSync(labels, 'utf8');
  assert.deepEqual(JSON.parse(written), { showOrder: '' });
  writeFileSync(labels, written.replace('""', '"Look at an order"'));
  // Its own labels give way.
  const history = { limit: 2, hidden: ['health'], labels: { showOrder: 'no' } };
  writeFileSync(join(cwd, 'history.json'), JSON.stringify(history));
  const flags = ['--port', '0', '--labels', 'labels.json', '--history', 'history.json'];
  const server = startWhodid(['server', ...flags], { cwd });
  afterwards(t, async () => {
    server.process.kill('SIGKILL');
    await server.ended();
  });
  await server.says(/Sign in/);

  const { url, key } = JSON.parse(readFileSync(join(cwd, '.whodid', 'local.json'), 'utf8'));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const body = JSON.stringify([showOrder, showOrder, showOrder]);
  await fetch(`${url}/v1/entries`, { method: 'POST', headers, body });
  const answer = await fetch(`${url}/activity-logs/admin-history/`, { headers });
  const { count, results } = (await answer.json()) as {
    readonly count: number;
    readonly results: readonly { readonly event_name: string }[];
  };
  assert.equal(count, 3);
  assert.deepEqual(
    results.map(({ event_name }) => event_name),
    ['Look at an order', 'Look at an order'],
  );
});

const showOrder = {
  kind: 'http.in',
  action: 'http.request',
  http: {
    protocol: 'https',
    method: 'GET',
    url: 'https://shop.example/orders/7',
    path: '/orders/7',
    name: 'showOrder',
    query: {},
    statusCode: 200,
    durationMs: 1,
    request: { headers: {}, bodyBytes: 0 },
    response: { headers: {}, bodyBytes: 0 },
  },
};

test('a file of options that is none, or says what cannot be, stops the start', async (t) => {
  const cwd = appDirectory(t, {});
  const bad = join(cwd, 'bad.json');
  for (const command of ['server', 'dev']) {
    const start = (flag: string) => runWhodid([command, '--port', '0', flag, 'bad.json'], { cwd });
    writeFileSync(bad, 'no JSON');
    for (const [flag, what] of [
      ['--history', /bad\.json holds no options for histories/],
      ['--labels', /bad\.json holds no labels/],
    ] as const) {
      const { code, stderr } = await start(flag);
      assert.deepEqual([code, what.test(stderr)], [2, true], stderr);
    }
    writeFileSync(bad, '{"hiden":["health"]}');
    const unknown = await start('--history');
    assert.deepEqual(
      [unknown.code, /history\.hiden, did you mean hidden/.test(unknown.stderr)],
      [2, true],
    );
    writeFileSync(bad, '{"showOrder":7}');
    const wrong = await start('--labels');
    assert.deepEqual([wrong.code, /history\.labels must be/.test(wrong.stderr)], [2, true]);
  }
});
