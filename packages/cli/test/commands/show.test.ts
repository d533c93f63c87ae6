import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCollector } from './with-collector.ts';

test('an entry is found by the end of its id, as lists in a terminal show it', async (t) => {
  const { run } = await withCollector(t);
  const id = (await run(['emit', 'a.b'])).stdout.trim();
  await run(['emit', 'c.d']);
  const tty = { stdin: true, stdout: true, stderr: true };
  const env = { NO_COLOR: '1' };
  const list = await run(['query', 'action:a.b'], { tty, env, columns: 80 });
  assert.ok(list.stdout.trimEnd().length <= 80);
  const end = list.stdout.trim().split(/\s+/).at(-1) ?? '';
  assert.ok(id.endsWith(end));
  const { code, stdout } = await run(['show', end]);
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`^a\\.b {2}success\n[^]* id +${id}\n`));
});

test('an id that is none, or nobody’s, is 4', async (t) => {
  const { run } = await withCollector(t);
  for (const id of ['x', '*', '01a1fd91-efa0-7744-9dd5-0638bbf5ad2d', '0638bbf5ad2d']) {
    const { code, stdout, stderr } = await run(['show', id]);
    assert.deepEqual([code, stdout, stderr], [4, '', '✖ There is no entry with that id\n']);
  }
});

test('an end that fits more than one is not guessed', async (t) => {
  const { run } = await withCollector(t);
  for (const first of ['01a1fd91', '01a1fd92']) {
    const id = `${first}-efa0-7744-9dd5-0638bbf5ad2d`;
    const line = JSON.stringify({ action: 'a.b', id });
    await run(['emit', '-'], { stdin: each(line) });
  }
  const { code, stderr } = await run(['show', '0638bbf5ad2d']);
  assert.equal(code, 2);
  assert.match(stderr, /More than one/);
});

async function* each(line: string): AsyncGenerator<string> {
  yield line;
}
