import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesUnder } from '../files-under.ts';
import { until } from '../run-whodid.ts';
import { type Scene, withCollector } from './with-collector.ts';

const password = 'correct horse battery staple';
const bin = fileURLToPath(new URL('../../bin/whodid.js', import.meta.url));

async function* input(text: string): AsyncGenerator<string> {
  yield text;
}

/** What stdin and terminal are for a command that gets a password through a pipe. */
const piped = (text: string) => ({ stdin: input(text) });

function signIn({ collector }: Scene, name: string, given: string): Promise<Response> {
  return fetch(new URL('/v1/session', collector.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-whodid': '1' },
    body: JSON.stringify({ name, password: given }),
  });
}

test('a user is made with a password from stdin, listed, changed, disabled and enabled', async (t) => {
  const scene = await withCollector(t);
  const { run } = scene;
  const flags = ['--role', 'viewer', '--user-id', '13', '--tenant', 'acme', '--password-stdin'];
  const made = await run(['users', 'create', 'Ada', ...flags], piped(`${password}\n`));
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^[0-9A-Za-z]{24}\n$/);
  assert.match(made.stderr, /^acme\/ada signs in at http:\S+ as viewer, tenant acme\n$/);
  assert.equal((await signIn(scene, 'acme/ada', password)).status, 204);

  const listed = await run(['users', 'list']);
  assert.match(
    listed.stdout,
    /^NAME .*\nacme\/ada +viewer +13 +acme +password +\d{4}-.* sign in\n$/,
  );
  assert.equal((await run(['users', 'set-role', 'acme/ADA', 'auditor'])).code, 0);
  const { role } = JSON.parse((await run(['users', 'list', '--json'])).stdout);
  assert.equal(role, 'auditor');

  const other = `${password}!`;
  const changed = await run(
    ['users', 'set-password', 'acme/ada', '--password-stdin'],
    piped(other),
  );
  assert.equal(changed.code, 0, changed.stderr);
  assert.equal((await signIn(scene, 'acme/ada', password)).status, 401);
  assert.equal((await signIn(scene, 'acme/ada', other)).status, 204);

  assert.equal((await run(['users', 'disable', 'acme/ada'])).code, 0);
  assert.match((await run(['users', 'list'])).stdout, /disabled\n$/);
  assert.equal((await signIn(scene, 'acme/ada', other)).status, 401);
  assert.equal((await run(['users', 'enable', 'acme/ada'])).code, 0);
  assert.equal((await signIn(scene, 'acme/ada', other)).status, 204);

  for (const [place, text] of filesUnder(join(scene.directory, '.whodid'))) {
    assert.equal(text.includes(password), false, place);
  }
});

test('what cannot be a user is refused, and the password is in no output', async (t) => {
  const { run } = await withCollector(t);
  const create = (...args: readonly string[]) =>
    run(['users', 'create', ...args, '--password-stdin'], piped(password));
  assert.equal((await create('ada')).code, 2, 'no role');
  const role = await create('ada', '--role', 'root');
  assert.deepEqual(
    [role.code, role.stderr],
    [2, '✖ --role must be one of own, viewer, auditor, admin\n'],
  );
  assert.equal((await create('a b', '--role', 'own')).code, 1);
  assert.equal((await create('ada', '--role', 'own')).code, 0);
  const again = await create('ada', '--role', 'own');
  assert.deepEqual([again.code, again.stderr.includes('signs in with this name')], [1, true]);
  const short = await run(['users', 'set-password', 'ada', '--password-stdin'], piped('short\n'));
  assert.deepEqual([short.code, /12 to 256/.test(short.stderr)], [1, true]);
  assert.equal((await run(['users', 'disable', 'eve'])).code, 4);
  assert.equal((await run(['users', 'set-role', 'ada', 'root'])).code, 2);
  assert.equal((await run(['users', 'create', 'x', '--password', 'y', '--role', 'own'])).code, 2);
  for (const { stdout, stderr } of [role, again, short]) {
    assert.equal((stdout + stderr).includes(password), false);
  }
});

test('without a terminal nobody is asked; in one it is asked twice', async (t) => {
  const scene = await withCollector(t);
  const create = ['users', 'create', 'ada', '--role', 'own'];
  const asked: string[] = [];
  const answering = (...answers: string[]) => ({
    tty: { stdin: true, stdout: true, stderr: true },
    askHidden: async (question: string) => {
      asked.push(question);
      return answers.shift() ?? '';
    },
  });
  const nobody = await scene.run(create);
  assert.deepEqual([nobody.code, /--password-stdin/.test(nobody.stderr)], [2, true]);
  assert.equal((await scene.run(create, answering(password, `${password}!`))).code, 2);
  assert.equal((await scene.run(create, answering(password, password))).code, 0);
  assert.equal(asked.length, 4);
  assert.equal((await signIn(scene, 'ada', password)).status, 204);
});

const terminal = '/usr/bin/script';
const missing = existsSync(terminal) ? false : `no ${terminal}: asking is NOT tested in a terminal`;
if (missing !== false) {
  if (process.env.CI === 'true') throw new Error(missing);
  console.error(`LEFT OUT: ${missing}`);
}

test('a password typed into a real terminal is not shown', { skip: missing }, async (t) => {
  const scene = await withCollector(t);
  const command = [process.execPath, bin, 'users', 'create', 'ada', '--role', 'own'].join(' ');
  const log = join(scene.directory, 'typescript');
  const child = spawn(terminal, ['-qec', command, log], { cwd: scene.directory });
  const screen = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
  });
  const says = (text: string) =>
    until(
      () => shown.includes(text),
      20_000,
      () => shown,
    );
  await says('12 characters or more: ');
  // With a mistake that is corrected.
  child.stdin.write(`${password}x\u007f\r`);
  await says('Once more: ');
  child.stdin.write(`${password}\r`);
  await says('signs in at');
  assert.equal((shown + screen()).includes('horse'), false, shown);
  assert.equal((await signIn(scene, 'ada', password)).status, 204);
});

test('Ctrl-C at the question ends the command and makes nobody', { skip: missing }, async (t) => {
  const scene = await withCollector(t);
  const command = [process.execPath, bin, 'users', 'create', 'ada', '--role', 'own'].join(' ');
  const child = spawn(terminal, ['-qec', command, '/dev/null'], { cwd: scene.directory });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await until(
    () => shown.includes('or more: '),
    20_000,
    () => shown,
  );
  child.stdin.write('half a pass\u0003');
  assert.equal(await ended, 130, shown);
  assert.equal((await scene.run(['users', 'list'])).stdout, '');
});
