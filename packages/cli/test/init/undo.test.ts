import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { expressApp, init, manifest, project } from './project.ts';
import { treeOf } from './template-app.ts';

const files = { 'package.json': manifest({ express: '5.3' }), 'src/app.js': expressApp };

test('a file that was edited since is left alone, with what it needs, and told line by line', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  assert.equal((await init(directory)).code, 0);
  const app = join(directory, 'src/app.js');
  const edited = readFileSync(app, 'utf8').replace("'/'", "'/orders'");
  writeFileSync(app, edited);

  const undone = await init(directory, ['--undo']);
  assert.equal(undone.code, 1);
  assert.match(
    undone.stderr,
    /✖ src\/app\.js was edited since, so it is left alone\. These lines came from here:\n {6}import \{ expressCapture \} from '@whodid\/capture\/express';\n {6}import \{ recorder \} from '\.\/whodid\.js';\n {6}app\.use\(expressCapture\(recorder, \{ keepOthers: 'metadata' \}\)\);\n/,
  );
  assert.match(undone.stderr, /⚠ src\/whodid\.js stays while others need it/);
  assert.match(undone.stderr, /⚠ package\.json stays while others need it/);
  assert.match(undone.stderr, /✔ \.env\.example is as it was/);
  assert.match(undone.stderr, /→ take that out by hand, then again: npx whodid init --undo\n$/);
  assert.equal(readFileSync(app, 'utf8'), edited);
  assert.match(readFileSync(join(directory, 'package.json'), 'utf8'), /@whodid\/core/);

  // By hand, as it says; then the rest goes.
  writeFileSync(app, expressApp.replace("'/'", "'/orders'"));
  const again = await init(directory, ['--undo']);
  assert.equal(again.code, 0, again.stderr);
  writeFileSync(app, expressApp);
  assert.deepEqual(treeOf(directory), before);
});

test('a recorder file that was edited is somebody’s work and stays', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  const recorder = join(directory, 'src/whodid.js');
  writeFileSync(recorder, `${readFileSync(recorder, 'utf8')}// mine\n`);
  const { code, stderr } = await init(directory, ['--undo']);
  assert.equal(code, 1);
  assert.match(stderr, /✖ src\/whodid\.js was edited since\. Delete it, if nobody needs it/);
  assert.match(stderr, /⚠ package\.json stays while others need it/);
  assert.equal(readFileSync(join(directory, 'src/app.js'), 'utf8'), expressApp);

  rmSync(recorder);
  assert.equal((await init(directory, ['--undo'])).code, 0);
  assert.equal(readFileSync(join(directory, 'package.json'), 'utf8'), files['package.json']);
});

test('a package.json with other packages since keeps them, and ours are named', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  const path = join(directory, 'package.json');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('"express"', '"cors": "2",\n    "express"'),
  );
  const { code, stderr } = await init(directory, ['--undo']);
  assert.equal(code, 1);
  assert.match(stderr, /✖ package\.json was edited since[^✖]*"@whodid\/capture": "\^\d/);
  assert.match(readFileSync(path, 'utf8'), /"cors": "2"/);
});

test('undo with --dry-run shows the way back and changes nothing', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  const changed = treeOf(directory);
  const { code, stdout } = await init(directory, ['--undo', '--dry-run']);
  assert.equal(code, 3);
  assert.match(stdout, /^-app\.use\(expressCapture\(recorder, \{ keepOthers: 'metadata' \}\)\);$/m);
  assert.deepEqual(treeOf(directory), changed);
});

test('what the collector keeps in .whodid stays when init goes', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  mkdirSync(join(directory, '.whodid/store'));
  assert.equal((await init(directory, ['--undo'])).code, 0);
  assert.deepEqual(
    treeOf(directory).filter((line) => line.startsWith('.whodid')).length,
    3,
    'the folder, its .gitignore and the store',
  );
});

test('two runs are undone one after the other', async (t) => {
  const directory = project(t, { ...files, '.env.example': 'A=1' });
  const before = treeOf(directory);
  assert.equal((await init(directory)).code, 0);
  // Somebody takes the variables out again, so a second run has something to add.
  writeFileSync(join(directory, '.env.example'), 'A=1');
  const second = await init(directory);
  assert.equal(second.code, 0);
  assert.match(second.stderr, /~ {2}\.env\.example {2}\+3 lines/);
  assert.doesNotMatch(second.stderr, /app\.js {2}\+/);
  assert.equal((await init(directory, ['--undo'])).code, 0);
  assert.deepEqual(treeOf(directory), before);
});

test('a record that cannot be read is told, and nothing is undone', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  writeFileSync(join(directory, '.whodid/init.json'), '{"runs":[{"changes":[{"path":7}]}]}');
  const changed = treeOf(directory);
  const { code, stderr } = await init(directory, ['--undo']);
  assert.equal(code, 1);
  assert.match(stderr, /✖ \.whodid\/init\.json cannot be read, so nothing is undone/);
  assert.deepEqual(treeOf(directory), changed);
});
