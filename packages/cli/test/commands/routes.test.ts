import assert from 'node:assert/strict';
import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askApp } from '../../src/routes/ask-app.ts';
import { runCommandLine } from '../../src/run-command-line.ts';
import { fakeIo } from '../fake-io.ts';
import { appDirectory } from './temporary.ts';

const app = `
import { expressCapture, routePolicy } from '@whodid/capture/express';
import express from 'express';

console.log('an app that talks');
const recorder = { capture() {}, fault() {} };
export const app = express();
app.use(expressCapture(recorder, { rules: [{ path: '/health' }] }));
app.get('/health', function health() {});
app.post('/cards', routePolicy({ name: 'cards.pay', keep: 'metadata' }), () => {});
app.get('/orders/:id', function showOrder() {});
setInterval(() => {}, 1000);
`;

async function run(directory: string, ...args: readonly string[]) {
  const fake = fakeIo({ cwd: directory, env: process.env });
  const code = await runCommandLine(['routes', ...args], fake.io);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('routes are listed with names and what is kept, and the app is not waited for', async (t) => {
  const directory = appDirectory(t, { 'app.mjs': app });
  const { code, stdout } = await run(directory, 'app.mjs');
  assert.equal(code, 0);
  assert.deepEqual(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
    [
      ['METHOD', 'PATH', 'NAME', 'LABEL', 'KEPT'],
      ['GET', '/health', 'health', '-', 'nothing'],
      ['POST', '/cards', 'cards.pay', '-', 'metadata'],
      ['GET', '/orders/:id', 'showOrder', '-', 'bodies'],
    ],
  );
});

test('new names are added to the labels, and no label is ever lost', async (t) => {
  const labels = { 'cards.pay': 'Card paid', 'long.gone': 'Was there once', empty: '' };
  const directory = appDirectory(t, {
    'app.mjs': app,
    'labels.json': JSON.stringify(labels),
  });
  const file = join(directory, 'labels.json');
  const dry = await run(directory, 'app.mjs', '--labels', 'labels.json', '--dry-run');
  assert.equal(dry.code, 3);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), labels);

  const { code, stdout, stderr } = await run(directory, 'app.mjs', '--labels', 'labels.json');
  assert.equal(code, 0);
  assert.match(stdout, /cards\.pay +Card paid +metadata/);
  assert.match(stderr, /Added 2 names/);
  const written = readFileSync(file, 'utf8');
  assert.deepEqual(JSON.parse(written), { ...labels, health: '', showOrder: '' });
  assert.deepEqual(Object.keys(JSON.parse(written)).slice(0, 3), Object.keys(labels));

  assert.equal((await run(directory, 'app.mjs', '--labels', 'labels.json')).code, 0);
  assert.equal(readFileSync(file, 'utf8'), written);
});

test('as JSON, one route a line, with its label', async (t) => {
  const directory = appDirectory(t, { 'app.mjs': app, 'l.json': '{"health":"Alive"}' });
  const { stdout } = await run(directory, 'app.mjs', '--json', '--labels', 'l.json');
  const routes = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(routes.length, 3);
  assert.deepEqual(
    [routes[0].method, routes[0].path, routes[0].label, routes[0].keep],
    ['GET', '/health', 'Alive', 'nothing'],
  );
});

test('what cannot be listed is told with what to do', async (t) => {
  const directory = appDirectory(t, {
    'app.mjs': app,
    'none.mjs': 'export const other = 1;',
    'broken.mjs': 'throw new TypeError("no database");',
    'leaves.mjs': 'process.exit(0);',
    'labels.json': '["mine"]',
  });
  for (const [args, code, message] of [
    [['none.mjs'], 2, /exports no app that we know[\s\S]*--export NAME \(it has other\)/],
    [['app.mjs', '--export', 'nothing'], 2, /exports no app/],
    [['broken.mjs'], 1, /cannot be run: TypeError: no database/],
    [['missing.mjs'], 1, /cannot be run/],
    [['leaves.mjs'], 1, /ended before it could be asked/],
    [['app.mjs', '--labels', 'labels.json'], 2, /is no list of labels/],
    [['app.mjs', '--dry-run'], 2, /--dry-run needs --labels/],
    [[], 2, /module/],
  ] as const) {
    const result = await run(directory, ...args);
    assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, message);
  }
  assert.equal(readFileSync(join(directory, 'labels.json'), 'utf8'), '["mine"]');
});

test('an app that talks to its parent, as process managers want it, is listed all the same', async (t) => {
  const talks = `${app}\nprocess.send?.('ready');\nprocess.send?.({ routes: 'mine' });\nprocess.send?.(null);`;
  const directory = appDirectory(t, {
    'app.mjs': talks,
    'leaves.mjs': "process.send('ready', () => process.exit(0));\nawait new Promise(() => {});",
  });
  const listed = await run(directory, 'app.mjs');
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stdout, /\/orders\/:id/);
  const left = await run(directory, 'leaves.mjs');
  assert.equal(left.code, 1);
  assert.match(left.stderr, /ended before it could be asked/);
});

test('labels behind a symbolic link are written where it points', async (t) => {
  const directory = appDirectory(t, { 'app.mjs': app, 'labels.json': '{}' });
  symlinkSync('labels.json', join(directory, 'link.json'));
  assert.equal((await run(directory, 'app.mjs', '--labels', 'link.json')).code, 0);
  const written = readFileSync(join(directory, 'labels.json'), 'utf8');
  assert.deepEqual(Object.keys(JSON.parse(written)), ['health', 'cards.pay', 'showOrder']);
  assert.ok(lstatSync(join(directory, 'link.json')).isSymbolicLink());
});

test('an app that neither gets ready nor lets itself be stopped is not waited for', async (t) => {
  const directory = appDirectory(t, {
    'app.mjs':
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); await new Promise(() => {});",
  });
  const asked = askApp(join(directory, 'app.mjs'), undefined, directory, 1_500);
  await assert.rejects(asked, /was not ready within 1.5 s/);
});

test('what an app calls things cannot steer the terminal', async (t) => {
  const directory = appDirectory(t, {
    'broken.mjs': 'throw new Error("\\u001b[2Jgone");',
    'routes.mjs': `${app}\napp.get('/\\u001b\\u009bx', () => {});`,
    'names.mjs': 'const x = 1; export { x as "\\u001b[2J" };',
  });
  for (const args of [['routes.mjs'], ['routes.mjs', '--json']]) {
    const { code, stdout } = await run(directory, ...args);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}/u);
  }
  for (const file of ['broken.mjs', 'names.mjs']) {
    const { code, stderr } = await run(directory, file);
    assert.notEqual(code, 0);
    assert.ok(!stderr.includes('\u001b[2J'), file);
    assert.match(stderr, /\\u\{1b\}\[2J/);
  }
});
