import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type Scene, withCollector } from './with-collector.ts';

test('entries are on stdout, newest first, and hints on stderr', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 3);
  const { code, stdout, stderr } = await scene.run(['query', '--limit', '2', 'action:shop.']);
  assert.equal(code, 0);
  assert.match(stdout, /^.*shop\.visit item 2 .*\n.*shop\.visit item 1 .*\n$/);
  assert.equal(stderr, '2 shown, there are more: --limit, --all or a narrower query\n');
});

test('--all reads every page, --json gives one entry a line', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 620);
  const { code, stdout } = await scene.run(['query', '--all', '--json', 'action:shop.visit']);
  assert.equal(code, 0);
  const ids = lines(stdout).map((line) => JSON.parse(line).id);
  assert.equal(new Set(ids).size, 620);
});

test('a term with a dash is a term, not a flag', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 2);
  const { code, stdout } = await scene.run(['search', '-target:0', 'action:shop.visit']);
  assert.equal(code, 0);
  assert.match(stdout, /^.*item 1.*\n$/);
});

test('--since and --until take the words of the query language', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 1);
  assert.equal(lines((await scene.run(['query', '--since', '1h'])).stdout).length, 1);
  assert.equal(lines((await scene.run(['query', '--until', 'yesterday'])).stdout).length, 0);
  const wrong = await scene.run(['query', '--since', 'yesteday']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /--since.*\n {4}yesteday\n {4}\^{8}\n {2}→ did you mean yesterday\?/);
});

test('a query that cannot be read is 2, with the query and a caret', async (t) => {
  const scene = await withCollector(t);
  const { code, stdout, stderr } = await scene.run(['query', 'actor:ada', 'outcom:denied']);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /✖ .*\n {4}actor:ada outcom:denied\n {14}\^+\n {2}→ did you mean outcome/);
});

test('no match is 0, and 4 with --fail-empty', async (t) => {
  const scene = await withCollector(t);
  assert.equal((await scene.run(['query', 'action:nothing'])).code, 0);
  const { code, stdout, stderr } = await scene.run(['query', 'action:nothing', '--fail-empty']);
  assert.deepEqual([code, stdout, stderr], [4, '', 'No entry matches\n']);
});

test('captured text cannot steer a terminal, in no command and no format', async (t) => {
  const scene = await withCollector(t);
  const evil = '\u001b[2J\u009b31m\u202e\r\n';
  const made = await scene.run(['emit', 'a.b', '--actor', evil, '--target', `t:${evil}=${evil}`]);
  await scene.run(['emit', 'c.d', '--data', JSON.stringify({ [evil]: evil }), '--message', evil]);
  const tty = { stdin: true, stdout: true, stderr: true };
  const env = { NO_COLOR: '1' };
  for (const args of [
    ['query'],
    ['query', '--json'],
    ['show', made.stdout.trim()],
    ['show', made.stdout.trim(), '--json'],
  ]) {
    const { code, stdout } = await scene.run(args, { tty, env, columns: 100 });
    assert.equal(code, 0);
    assert.ok(stdout.length > 0);
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
  }
});

test('a damaged entry is told on stderr, and the list is no success', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 1);
  await scene.collector.close();
  const database = new DatabaseSync(join(scene.directory, '.whodid', 'store', 'entries.db'));
  database.exec('update block set hashes = zeroblob(length(hashes))');
  database.close();
  const { code, stdout, stderr } = await scene.run(['query', 'action:shop.visit']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /Entry [0-9a-f-]{36} is damaged and not shown\n/);
  assert.doesNotMatch(stderr, /No entry matches/);
});

test('without a collector the store itself is read', async (t) => {
  const scene = await withCollector(t);
  await fill(scene, 2);
  await scene.collector.close();
  const { code, stdout, stderr } = await scene.run(['query', '-target:0', 'action:shop.visit']);
  assert.equal(code, 0);
  assert.match(stdout, /item 1/);
  assert.match(stderr, /No collector is running here: reading the store itself/);
  const wrong = await scene.run(['query', 'outcom:denied']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /\^/);
});

async function fill({ run }: Scene, count: number): Promise<void> {
  const start = Date.now() - count - 1000;
  const entries = Array.from({ length: count }, (_, index) => ({
    action: 'shop.visit',
    actor: { type: 'user', id: 'ada' },
    targets: [{ type: 'item', id: String(index) }],
    occurredAt: new Date(start + index).toISOString(),
  }));
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  const { code } = await run(['emit', '-'], { stdin: each(text) });
  assert.equal(code, 0);
}

async function* each(texts: readonly string[]): AsyncGenerator<string> {
  yield texts.join('');
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
