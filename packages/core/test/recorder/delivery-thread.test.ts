import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Scratch, scratch } from '../ship/scratch.ts';
import { until } from '../ship/until.ts';
import { entriesIn, oddFile, oddTransport, openRecorder } from './open-recorder.ts';

test('a delivery thread that crashes is started again within a second, and nothing is lost', async (context) => {
  const { root } = scratch(context);
  const { recorder, faults } = await openRecorder(context, {
    transport: oddTransport(root, 'crash-once'),
  });
  for (let count = 0; count < 200; count += 1) void recorder.record({ action: 'a' });
  const startedAt = performance.now();
  await recorder.flush('remote');
  assert.ok(performance.now() - startedAt < 5000);
  const own = entriesIn(`${oddFile(root)}.entries`).filter(({ action }) => action === 'a');
  assert.equal(new Set(own.map(({ id }) => id)).size, 200);
  assert.deepEqual(
    faults.map(([where]) => where),
    ['delivery thread'],
  );
  assert.equal(recorder.state().trouble, undefined);
});

test('a transport that never answers does not keep close from ending', async (context) => {
  const { root } = scratch(context);
  const { recorder } = await openRecorder(context, { transport: oddTransport(root, 'hang') });
  await recorder.record({ action: 'a' }, { until: 'host' });
  const startedAt = performance.now();
  await recorder.close(100);
  assert.ok(performance.now() - startedAt < 4000);
});

test('a transport that cannot be loaded is a trouble that is told, and entries are kept', async (context) => {
  const { root } = scratch(context);
  const module = `file://${join(root, 'not-there.js')}`;
  const { recorder } = await openRecorder(context, { transport: { module, options: null } });
  await recorder.record({ action: 'a' }, { until: 'host' });
  await until('the reason is known', () =>
    /ERR_MODULE_NOT_FOUND/.test(recorder.state().trouble ?? ''),
  );
});

// The preloads of an app capture its traffic. In the delivery thread they would capture ours.
test('the delivery thread loads nothing of the app, neither from flags nor from NODE_OPTIONS', async (context) => {
  const places = scratch(context);
  const preload = join(places.root, 'preload.mjs');
  writeFileSync(preload, 'globalThis.preloaded = true;');
  for (const [flags, env] of [
    [['--import', preload], {}],
    [[], { NODE_OPTIONS: `--import ${preload}` }],
  ] as const) {
    const { output } = await run(places, 'loaded', [...flags], env);
    assert.equal(output, 'preloaded: true\n');
    const seen = JSON.parse(readFileSync(oddFile(places.root), 'utf8')) as object;
    assert.deepEqual(seen, { preloaded: false, options: null });
  }
});

test('the delivery thread prints nothing, whatever a transport does', async (context) => {
  const places = scratch(context);
  const { output, code } = await run(places, 'print', [], {});
  assert.deepEqual([output, code], ['preloaded: false\n', 0]);
  assert.equal(entriesIn(oddFile(places.root)).length, 1);
});

// Without a single call of close, and with a transport that will not answer.
test('the delivery thread does not keep the process alive', async (context) => {
  const startedAt = performance.now();
  const { code } = await run(scratch(context), 'hang', [], {});
  assert.equal(code, 0);
  assert.ok(performance.now() - startedAt < 8000);
});

async function run(
  { root, spoolDirectory, ringDirectory }: Scratch,
  behaviour: 'loaded' | 'print' | 'hang',
  flags: readonly string[],
  more: NodeJS.ProcessEnv,
): Promise<{ readonly output: string; readonly code: number | null }> {
  const transport = oddTransport(root, behaviour);
  const program = `
    import { createRecorder } from '@whodid/core';
    console.log('preloaded:', 'preloaded' in globalThis);
    createRecorder(${JSON.stringify({ transport, spoolDirectory, ringDirectory })}).record({ action: 'a' });`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [...flags, '--conditions=whodid-source', '--input-type=module', '-e', program],
    { env: { ...env, ...more }, cwd: new URL('../..', import.meta.url) },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { output, code };
}
