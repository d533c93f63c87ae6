import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { type Ask, askAtTerminal, type Choice } from '../../src/init/ask.ts';
import { runCommandLine } from '../../src/run-command-line.ts';
import { fakeIo } from '../fake-io.ts';
import { runWhodid, until } from '../run-whodid.ts';
import { expressApp, init, initAsking, manifest, project } from './project.ts';
import { treeOf } from './template-app.ts';
import { typeInTerminal } from './type-in-terminal.ts';

const files = { 'package.json': manifest({ express: '5.3' }), 'app.js': expressApp };

test('the patch of a dry run is what is written', async (t) => {
  const hard = {
    'package.json': manifest({ express: '5.3' }).trimEnd().replaceAll('\n', '\r\n'),
    'app.js': expressApp.trimEnd(),
    '.env.example': 'A=1',
  };
  const [patched, applied] = [project(t, hard), project(t, hard)];
  const { code, stdout } = await init(patched, ['--dry-run']);
  assert.equal(code, 3);
  const git = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd: patched,
    input: stdout,
    encoding: 'utf8',
  });
  assert.equal(git.status, 0, git.stderr);
  assert.equal((await init(applied)).code, 0);
  const without = (tree: readonly string[]) => tree.filter((line) => !line.startsWith('.whodid'));
  assert.deepEqual(treeOf(patched), without(treeOf(applied)));
});

test('packages are installed by the package manager of the project, and that is undone too', async (t) => {
  const directory = project(t, { ...files, 'pnpm-lock.yaml': 'lockfileVersion: 9\n' });
  const before = treeOf(directory);
  const tools = fakeManager(t, 'pnpm', 'echo "  whodid: 1" >> pnpm-lock.yaml; echo {} > .pnpmrc');
  const { code, stderr } = await init(directory, ['--yes'], { PATH: tools });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /\$ {2}pnpm install --no-frozen-lockfile\n/);
  assert.match(stderr, /✔ installed\n {2}✔ written/);
  assert.match(stderr, /Not tested yet: the packages are not installed/);
  assert.match(readFileSync(join(directory, 'pnpm-lock.yaml'), 'utf8'), /whodid/);

  const undone = await init(directory, ['--undo']);
  assert.equal(undone.code, 0, undone.stderr);
  assert.match(
    undone.stderr,
    /→ pnpm install --no-frozen-lockfile takes the packages out of node_modules\n/,
  );
  assert.deepEqual(treeOf(directory), before);
});

test('a lock file that has changed since is left to the package manager', async (t) => {
  const directory = project(t, { ...files, 'package-lock.json': '{}' });
  const tools = fakeManager(t, 'npm', 'echo "{ }" > package-lock.json');
  assert.equal((await init(directory, ['--yes'], { PATH: tools })).code, 0);
  writeFileSync(join(directory, 'package-lock.json'), '{ "more": 1 }');
  const { code, stderr } = await init(directory, ['--undo']);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /Every file but the lock file is as it was before\n {4}→ npm install puts that/,
  );
  assert.equal(readFileSync(join(directory, 'package-lock.json'), 'utf8'), '{ "more": 1 }');
  assert.equal(readFileSync(join(directory, 'app.js'), 'utf8'), expressApp);
});

test('if installing fails, nothing was changed', async (t) => {
  const directory = project(t, { ...files, 'package-lock.json': '{}' });
  const before = treeOf(directory);
  const tools = fakeManager(t, 'npm', 'echo broken > package-lock.json; exit 7');
  const failed = await init(directory, ['--yes'], { PATH: tools });
  assert.equal(failed.code, 1);
  assert.match(
    failed.stderr,
    /✖ npm install ended with exit code 7; it says why above\. Nothing was/,
  );
  assert.match(failed.stderr, /→ npx whodid init --no-install/);
  assert.deepEqual(treeOf(directory), before);

  const missing = await init(directory, ['--yes'], { PATH: '/nowhere' });
  assert.equal(missing.code, 1);
  assert.match(
    missing.stderr,
    /✖ There is no npm here to install packages with\. Nothing was changed/,
  );
  assert.deepEqual(treeOf(directory), before);
});

test('Ctrl-C while packages are installed leaves nothing changed', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const tools = fakeManager(t, 'npm', 'echo installing > started; sleep 60');
  const { io, stop, stderr } = fakeIo({ cwd: directory, env: { PATH: tools } });
  const ended = runCommandLine(['init', '--yes'], io);
  await until(() => existsSync(join(directory, 'started')), 15_000, stderr);
  stop('SIGINT');
  assert.equal(await ended, 130);
  assert.deepEqual(treeOf(directory), before);
});

test('the lock file of a workspace is outside of the project, so installing is left to people', async (t) => {
  const root = project(t, {
    'package.json': manifest({}, { workspaces: ['api'] }),
    'package-lock.json': '{}',
    '.git/HEAD': '',
    'api/package.json': files['package.json'],
    'api/app.js': expressApp,
  });
  const { code, stderr } = await init(join(root, 'api'), ['--yes'], { PATH: '/nowhere' });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /→ npm install at the root of the workspace; npx whodid init then sends/);
  assert.equal(readFileSync(join(root, 'package-lock.json'), 'utf8'), '{}');
});

test('a file without permission to write: what was written before is taken back', async (t) => {
  const directory = project(t, { 'package.json': files['package.json'], 'src/app.js': expressApp });
  const before = treeOf(directory);
  // Root may write anywhere, so this needs somebody else.
  const nobody = 65_534;
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(directory, nobody, nobody);
  chmodSync(join(directory, 'src'), 0o555);
  const script = `
    import { runCommandLine } from ${JSON.stringify(new URL('../../src/run-command-line.ts', import.meta.url).href)};
    import { fakeIo } from ${JSON.stringify(new URL('../fake-io.ts', import.meta.url).href)};
    ${asRoot ? `process.setgid(${nobody}); process.setuid(${nobody});` : ''}
    const { io, stderr } = fakeIo({ cwd: ${JSON.stringify(directory)} });
    const code = await runCommandLine(['init', '--yes', '--no-install'], io);
    console.log(JSON.stringify({ code, stderr: stderr() }));
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=whodid-source', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  assert.notEqual(stdout, '', stderr);
  const ran = JSON.parse(stdout);
  assert.equal(ran.code, 1, ran.stderr);
  assert.match(ran.stderr, /✖ src\/whodid\.js cannot be written \(EACCES\)\n {2}→ chmod u\+w src/);
  chmodSync(join(directory, 'src'), 0o755);
  assert.deepEqual(treeOf(directory), before);
});

test('rights of files stay, and no half file is left', async (t) => {
  const directory = project(t, files);
  chmodSync(join(directory, 'app.js'), 0o750);
  assert.equal((await init(directory)).code, 0);
  assert.equal(statSync(join(directory, 'app.js')).mode & 0o777, 0o750);
  assert.deepEqual(readdirSync(directory).toSorted(), [
    '.env.example',
    '.whodid',
    'app.js',
    'package.json',
    'whodid.js',
  ]);
});

test('with CI set nobody is asked, even at a terminal', () => {
  const tty = { stdin: true, stdout: true, stderr: true };
  for (const [CI, asks] of [
    [undefined, true],
    ['', true],
    ['false', true],
    ['true', false],
    ['1', false],
  ] as const) {
    const { io } = fakeIo({ tty, env: CI === undefined ? {} : { CI } });
    assert.equal(askAtTerminal(io) !== null, asks, `CI=${CI}`);
  }
});

test('somebody who is asked may look first, and say no', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const looked = await initAsking(directory, answering('metadata', 'diff', 'no'));
  assert.equal(looked.code, 1);
  assert.match(
    looked.stderr,
    /^\+app\.use\(expressCapture\(recorder, \{ keepOthers: 'metadata' \}\)\);$/m,
  );
  assert.match(looked.stderr, /Nothing was changed\n$/);
  assert.deepEqual(treeOf(directory), before);

  const left = await initAsking(directory, answering(null));
  assert.equal(left.code, 130);
  assert.deepEqual(treeOf(directory), before);

  const applied = await initAsking(directory, answering('metadata', 'yes'));
  assert.equal(applied.code, 0, applied.stderr);
  assert.match(readFileSync(join(directory, 'app.js'), 'utf8'), /expressCapture\(recorder, /);
});

test('--json tells what was done as one object', async (t) => {
  const directory = project(t, files);
  const planned = await init(directory, ['--dry-run', '--json']);
  assert.equal(planned.code, 3);
  const { changes, testEntry } = JSON.parse(planned.stdout);
  assert.equal(testEntry, null);
  assert.deepEqual(
    changes.map((change: { path: string; isNew: boolean }) => [change.path, change.isNew]),
    [
      ['whodid.js', true],
      ['app.js', false],
      ['.env.example', true],
      ['package.json', false],
    ],
  );
  const done = await init(directory, ['--yes', '--no-install', '--json']);
  assert.equal(JSON.parse(done.stdout).app, 'app.js');
});

test('a collector that is named without a key is told of before anything is written', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const { code, stderr } = await init(directory, ['--yes', '--no-install'], {
    WHODID_URL: 'http://127.0.0.1:4',
  });
  assert.equal(code, 6);
  assert.match(stderr, /There is no key for this collector\n {2}→ set WHODID_KEY/);
  assert.deepEqual(treeOf(directory), before);
});

test('what stands beside the plan is true for the project', async (t) => {
  const express = (range: string, more: object = {}) =>
    project(t, { 'package.json': manifest({ express: range, ...more }), 'app.js': expressApp });
  const old = await init(express('4.21.0', { jsonwebtoken: '9', bullmq: '5', mongoose: '8' }), [
    '--dry-run',
  ]);
  assert.match(
    old.stderr,
    /⚠ Express before 5\.3 .*app\.use\(expressErrors\(\)\) behind the routes/,
  );
  const fresh = await init(express('5.12.0', { jsonwebtoken: '9', bullmq: '5' }));
  assert.doesNotMatch(fresh.stderr, /expressErrors/);
  assert.match(fresh.stderr, /jsonwebtoken · BullMQ\n/);
  assert.match(
    fresh.stderr,
    /Who {4}request\.user, then request\.auth; bearer tokens are verified with/,
  );
});

test('a .env file that is read after the imports is read in time, or told of', async (t) => {
  const plain = `import express from 'express';\nimport dotenv from 'dotenv';\ndotenv.config();\nconst app = express();\n`;
  const dependencies = manifest({ express: '5.3', dotenv: '17' });
  const easy = project(t, { 'package.json': dependencies, 'app.js': plain });
  assert.equal((await init(easy)).code, 0);
  assert.match(
    readFileSync(join(easy, 'whodid.js'), 'utf8'),
    /^import 'dotenv\/config';\nimport \{/,
  );

  const other = plain.replace('config()', "config({ path: 'x.env' })");
  const hard = project(t, { 'package.json': dependencies, 'app.js': other });
  const { stderr } = await init(hard);
  assert.match(
    stderr,
    /⚠ app\.js reads its \.env after its imports, too late for WHODID_URL: node --env/,
  );
  assert.doesNotMatch(readFileSync(join(hard, 'whodid.js'), 'utf8'), /dotenv/);
});

test('in a real terminal the arrow keys choose and Enter says yes', {
  skip: spawnSync('script', ['--version']).status !== 0 && 'no script(1)',
}, async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const left = await typeInTerminal(
    t,
    directory,
    ['init', '--no-install'],
    [
      [/What may be stored\?[\s\S]*recommended/, '\r'],
      [/Change 4 files\?/, '\u0003'],
    ],
  );
  assert.equal(left.code, 130, left.output);
  assert.deepEqual(treeOf(directory), before);

  const down = '\u001b[B';
  const said = await typeInTerminal(
    t,
    directory,
    ['init', '--no-install'],
    [
      [/What may be stored\?[\s\S]*recommended/, `${down}${down}\r`],
      [/Kept {3}every request, with bodies[\s\S]*Change 4 files\?/, `${down}\r`],
      [/\+app\.use[\s\S]*Change 4 files\?/, '\r'],
    ],
  );
  assert.equal(said.code, 0, said.output);
  assert.match(said.output, /✔.*written/);
  assert.match(readFileSync(join(directory, 'app.js'), 'utf8'), /expressCapture\(recorder\)/);
});

test('the real command refuses without a terminal', async (t) => {
  const directory = project(t, files);
  const { code, stdout, stderr } = await runWhodid(['init'], { cwd: directory });
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /→ npx whodid init --yes/);
});

function answering(...answers: readonly (string | null)[]): Ask {
  const left = [...answers];
  return {
    choose: async <T extends string>(_question: string, choices: readonly Choice<T>[]) => {
      const answer = left.shift();
      return choices.find(({ value }) => value === answer)?.value ?? null;
    },
  };
}

// Stands for the real one, which would ask the network.
function fakeManager(t: Parameters<typeof project>[0], name: string, does: string): string {
  const tools = project(t, { [name]: `#!/bin/sh\n[ "$1" = install ] || exit 99\n${does}\n` });
  chmodSync(join(tools, name), 0o755);
  writeFileSync(join(tools, '.keep'), '');
  return [tools, '/usr/bin', '/bin'].join(delimiter);
}

test('an app that has capture already, written by hand, is left as it is', async (t) => {
  const directory = project(t, {
    'package.json': manifest({ express: '5.3', '@whodid/core': '1', '@whodid/capture': '1' }),
    'app.js': `import { expressCapture } from '@whodid/capture/express';\n${expressApp}`,
    '.env.example': 'WHODID_URL=\nWHODID_KEY=\n',
  });
  const before = treeOf(directory);
  const { code, stderr } = await init(directory);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /Everything is in place: nothing was changed/);
  assert.match(stderr, /No test entry was sent.*\n {4}→ npx whodid tail/);
  assert.deepEqual(treeOf(directory), before);
});

test('JavaScript beside the TypeScript that it was made of is not taken for a second app', async (t) => {
  const directory = project(t, {
    'package.json': manifest({ express: '5.3', typescript: '7' }),
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "outDir": "lib" } }',
    'src/app.ts': expressApp,
    'lib/app.js': expressApp,
  });
  assert.equal((await init(directory)).code, 0);
  assert.equal(readFileSync(join(directory, 'lib/app.js'), 'utf8'), expressApp);
});

test('a recorder file that the app imports and that is gone is made again', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  const before = treeOf(directory);
  rmSync(join(directory, 'whodid.js'));
  const { code, stderr } = await init(directory);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /\+ {2}whodid\.js/);
  const without = (tree: readonly string[]) => tree.filter((line) => !line.startsWith('.whodid'));
  assert.deepEqual(without(treeOf(directory)), without(before));
});

test('a lock file above that is not of a workspace does not count', async (t) => {
  const root = project(t, {
    'yarn.lock': '',
    'app/package.json': files['package.json'],
    'app/app.js': expressApp,
  });
  const { stderr } = await init(join(root, 'app'), ['--dry-run']);
  assert.match(stderr, /and run npm install\. Nothing was written/);
});

test('code that is deep, and code that is long, takes no long time', async (t) => {
  const deep = `export const sum = ${Array(20_000).fill('1').join(' + ')};\n`;
  const long = Array.from({ length: 20_000 }, (_, at) => `const v${at} = require('v');`).join('\n');
  const directory = project(t, {
    'package.json': manifest({ express: '5.3' }, { type: 'commonjs' }),
    'deep.js': `// express\n${deep}`,
    'nested.js': `// express\nconst x = ${'['.repeat(50_000)}${']'.repeat(50_000)};\n`,
    'app.js': `const express = require('express');\n${long}\nconst app = express();\n`,
  });
  const began = performance.now();
  const { code, stderr } = await init(directory);
  assert.equal(code, 0, stderr);
  assert.ok(performance.now() - began < 30_000);
  assert.match(
    readFileSync(join(directory, 'app.js'), 'utf8'),
    /v19999[\s\S]*\nconst \{ recorder/u,
  );
});
