import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { afterwards } from '../afterwards.ts';
import { type Running, runWhodid, startWhodid, until } from '../run-whodid.ts';
import { apiOf } from './api-of.ts';
import { appDirectory, freePort } from './temporary.ts';

test('the shop’s activity is there within 15 s, and Ctrl-C leaves nothing behind', async (t) => {
  const began = performance.now();
  const { demo, directory, dataDir, shopUrl } = await startDemo(t);
  const api = apiOf(dataDir);
  const login = await api.entry('action:user.login outcome:success');
  assert.ok(performance.now() - began < 15_000);
  assert.equal(login.service.name, 'shop');
  assert.ok((await fetch(shopUrl)).ok);
  await demo.says(/● first entry captured/);

  const queried = await runWhodid(['query', 'kind:http.in', '--fail-empty'], { cwd: directory });
  assert.equal(queried.code, 0, 'whodid query finds the demo without being told');

  const children = childrenOf(demo.pid);
  assert.equal(children.length, 2);
  demo.process.kill('SIGINT');
  assert.equal(await demo.ended(), 0);
  for (const pid of children) assert.equal(runs(pid), false);
  await assert.rejects(fetch(shopUrl));
  assert.equal(demo.stdout(), '');
});

test('killed without warning, it takes the shop with it', async (t) => {
  const { demo } = await startDemo(t);
  const children = childrenOf(demo.pid);
  assert.equal(children.length, 2);
  afterwards(t, () => {
    for (const pid of children) if (runs(pid)) process.kill(pid, 'SIGKILL');
  });
  demo.process.kill('SIGKILL');
  await until(
    () => children.every((pid) => !runs(pid)),
    10_000,
    () => `${children} still run`,
  );
});

test('a shop port that is taken is told before anybody goes in', async (t) => {
  const { shopUrl, directory } = await startDemo(t);
  const { port } = new URL(shopUrl);
  const { code, stderr } = await runWhodid(
    ['demo', '--port', '0', '--shop-port', port, '--data-dir', 'other'],
    { cwd: directory },
  );
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`✖ Port ${port} is in use.*\n  → whodid demo --shop-port`));
});

async function startDemo(
  t: TestContext,
): Promise<{ demo: Running; directory: string; dataDir: string; shopUrl: string }> {
  const directory = appDirectory(t, {});
  const shopPort = await freePort();
  const demo = startWhodid(['demo', '--port', '0', '--shop-port', String(shopPort)], {
    cwd: directory,
  });
  afterwards(t, async () => {
    demo.process.kill('SIGTERM');
    await demo.ended();
  });
  await demo.says(/dashboard {2}http:\/\/127\.0\.0\.1:\d+\/\?token=/, 20_000);
  const dataDir = join(directory, '.whodid', 'demo');
  return { demo, directory, dataDir, shopUrl: `http://127.0.0.1:${shopPort}` };
}

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
}

// One that has ended but that nobody has reaped does not run.
function runs(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
