import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { captureOptions } from '../../src/dev/capture-options.ts';
import { nodeVersionOf } from '../../src/dev/node-version.ts';

const built = 'file:///lib/node_modules/@whodid/capture/dist/auto.js';
const source = 'file:///checkout/packages/capture/src/auto.ts';
const importBuilt = { nodeOptions: `--import=${built}` };

test('a built package is imported as it is', () => {
  assert.deepEqual(captureOptions(built, { major: 20, minor: 19 }), importBuilt);
});

test('a checkout needs the condition for its source', () => {
  assert.deepEqual(captureOptions(source, { major: 24, minor: 1 }), {
    nodeOptions: `--conditions=whodid-source --import=${source}`,
  });
});

for (const version of [
  { major: 18, minor: 20 },
  { major: 20, minor: 18 },
]) {
  test(`Node ${version.major}.${version.minor} is too old, and told so`, () => {
    assert.match(JSON.stringify(captureOptions(built, version)), /20\.19 or newer/);
  });
}

test('a Node that cannot read TypeScript is not given any', () => {
  assert.match(JSON.stringify(captureOptions(source, { major: 20, minor: 20 })), /from source/);
});

test('a path with blanks and quotes survives NODE_OPTIONS', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'whodid-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const odd = join(folder, `a "b" 'c' 100%`);
  mkdirSync(odd);
  writeFileSync(join(odd, 'auto.js'), 'process.stdout.write("captured ");');
  const version = nodeVersionOf(process.execPath, folder, process.env);
  assert.ok(version !== null);
  const options = captureOptions(pathToFileURL(join(odd, 'auto.js')).href, version);
  assert.ok('nodeOptions' in options);

  const { stdout } = spawnSync(process.execPath, ['-p', '"app"'], {
    env: { ...process.env, NODE_OPTIONS: `--no-warnings ${options.nodeOptions}` },
    encoding: 'utf8',
  });

  assert.equal(stdout, 'captured app\n');
});
