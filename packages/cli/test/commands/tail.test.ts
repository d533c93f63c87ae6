import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterwards } from '../afterwards.ts';
import { until } from '../run-whodid.ts';
import { withCollector } from './with-collector.ts';

test('what happens is told as it happens, until Ctrl-C, which is 130', async (t) => {
  const scene = await withCollector(t);
  const tail = scene.start(['tail', 'action:shop.']);
  await until(() => /Following/.test(tail.stderr()), 5000, tail.stderr);
  await scene.run(['emit', 'other.thing']);
  await scene.run(['emit', 'shop.visit', '--actor', 'ada']);
  await until(() => /ada .*shop\.visit/.test(tail.stdout()), 5000, tail.stdout);
  assert.doesNotMatch(tail.stdout(), /other\.thing/);
  tail.stop('SIGINT');
  assert.equal(await tail.ended, 130);
});

test('a wrong query ends it at once', async (t) => {
  const { run } = await withCollector(t);
  const { code, stderr } = await run(['tail', 'outcom:denied']);
  assert.equal(code, 2);
  assert.match(stderr, /\^/);
});

test('it survives a collector that goes away and comes back', async (t) => {
  const { createCollector } = await import('@whodid/collector');
  const scene = await withCollector(t);
  const made = await scene.run(['keys', 'create', '--name', 'tail', '--scope', 'read']);
  const env = { WHODID_URL: scene.collector.url, WHODID_KEY: made.stdout.trim() };
  const tail = scene.start(['tail', '--json'], { env });
  await until(() => /Following/.test(tail.stderr()), 5000, tail.stderr);

  await scene.collector.close();
  await until(() => /went away/.test(tail.stderr()), 5000, tail.stderr);
  const port = Number(new URL(scene.collector.url).port);
  const again = await createCollector({ port, dataDir: `${scene.directory}/.whodid` });
  afterwards(t, () => again.close());
  await until(() => /Following again/.test(tail.stderr()), 5000, tail.stderr);
  await scene.run(['emit', 'a.b']);
  await until(() => tail.stdout() !== '', 5000, tail.stderr);
  assert.equal(JSON.parse(tail.stdout()).action, 'a.b');
  tail.stop('SIGTERM');
  assert.equal(await tail.ended, 143);
});
