import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectorTransport, createRecorder } from '@whodid/core';
import { createStreamLogger } from '@whodid/core/stream';
import { until } from '../run-whodid.ts';
import { withCollector } from './with-collector.ts';

async function emit(run: Awaited<ReturnType<typeof withCollector>>['run'], stream: string) {
  const entry = JSON.stringify({ action: 'a.b', kind: 'note', stream });
  const { code, stderr } = await run(['emit', '-'], { stdin: textInput(`${entry}\n`) });
  assert.equal(code, 0, stderr);
}

async function* textInput(text: string): AsyncGenerator<string> {
  yield text;
}

test('scenario 25: a stream added on the command line works at once; INTERNAL cannot be removed', async (t) => {
  const { run } = await withCollector(t);
  assert.equal((await run(['streams', 'add', 'payments'])).code, 0);
  const { stdout } = await run(['streams', 'list']);
  assert.match(stdout, /^STREAM +ENTRIES +LAST/);
  assert.match(stdout, /\nPAYMENTS +0 +never\n/);
  const { code, stderr } = await run(['streams', 'remove', 'INTERNAL']);
  assert.equal(code, 1);
  assert.match(stderr, /INTERNAL cannot be removed/);
});

test('streams are listed, shown, renamed and removed', async (t) => {
  const { run } = await withCollector(t);
  await emit(run, 'MONEY');
  assert.match((await run(['streams', 'list'])).stdout, /\nMONEY +1 +\d{4}-.* not declared\n/);
  const renamed = await run(['streams', 'rename', 'money', 'payments']);
  assert.match(renamed.stderr, /PAYMENTS now finds its 1 entries/);
  const listed = (await run(['streams', 'list', '--json'])).stdout.trim().split('\n');
  const names = listed.map((line) => JSON.parse(line).name);
  assert.ok(names.includes('PAYMENTS') && !names.includes('MONEY'));
  assert.match((await run(['query', 'stream:payments', '--json'])).stdout, /"stream":"MONEY"/);
  assert.match(
    (await run(['streams', 'show', 'MONEY'])).stdout,
    /^stream +PAYMENTS\n(?:.*\n)*was +MONEY/,
  );
  assert.equal((await run(['streams', 'remove', 'PAYMENTS'])).code, 0);
  assert.doesNotMatch((await run(['streams', 'list'])).stdout, /PAYMENTS/);
  assert.match((await run(['streams', 'list', '--all'])).stdout, /PAYMENTS .*removed; was MONEY/);
  assert.equal((await run(['streams', 'show', 'NOBODY'])).code, 4);
  assert.equal((await run(['streams', 'rename', 'INFO', 'LOGIN'])).code, 1);
});

test('streams are followed as text, as they would be in their files', async (t) => {
  const scene = await withCollector(t);
  const recorder = createRecorder({
    spoolDirectory: join(scene.directory, 'spool'),
    transport: collectorTransport({ url: scene.collector.url, key: await ingestKey(scene) }),
    maxWaitMs: 10,
  });
  t.after(() => recorder.close());
  const logger = createStreamLogger(recorder);
  const tail = scene.start([
    'streams',
    'tail',
    'LOGIN',
    'SECURITY ALERT',
    '--user',
    'ada',
    '--utc',
  ]);
  await until(() => /Following/.test(tail.stderr()), 20_000, tail.stderr);
  logger.info('ada', 'not this');
  logger.login('bob', 'nor this');
  logger.securityAlert('ada', 'Three\nwrong \u001b[31mpasswords');
  const options = { heading: 'New Login', dictToString: true, timestamp: true };
  logger.login('ada', { From: '192.0.2.1' }, options);
  await until(() => /}/.test(tail.stdout()), 20_000, tail.stderr);
  tail.stop('SIGINT');
  assert.equal(await tail.ended, 130);
  assert.match(
    tail.stdout(),
    /^SECURITY ALERT: {2}Three\n {4}wrong \\u\{1b\}\[31mpasswords\nLOGIN: New Login\n\{\n {4}"from": "192\.0\.2\.1"\n\} § \[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]\n$/,
  );
});

async function ingestKey({ run }: Awaited<ReturnType<typeof withCollector>>): Promise<string> {
  return (await run(['keys', 'create', '--name', 'app'])).stdout.trim();
}

test('clearing archives wants --yes, takes what was asked for, and nothing beside it', async (t) => {
  const { run, directory } = await withCollector(t);
  const place = (...names: string[]) => join(directory, 'logs', 'log-archives', ...names);
  for (const folder of ['info', 'security-alert']) {
    mkdirSync(place(folder), { recursive: true });
    writeFileSync(place(folder, 'sys_2026-01-31_00-00-00.log'), 'text\n');
  }
  writeFileSync(place('info', 'notes.txt'), 'of somebody');
  writeFileSync(join(directory, 'outside.log'), 'text');
  symlinkSync(join(directory, 'outside.log'), place('info', 'link.log'));
  mkdirSync(join(directory, 'elsewhere'));
  writeFileSync(join(directory, 'elsewhere', 'kept.log'), 'text');
  symlinkSync(join(directory, 'elsewhere'), place('linked'));

  assert.equal((await run(['streams', 'clear-archives'])).code, 2);
  const dry = await run(['streams', 'clear-archives', '--dry-run']);
  assert.equal(dry.code, 3);
  assert.equal(dry.stdout.split('\n').length, 3);
  const one = await run(['streams', 'clear-archives', 'security alert', '--yes']);
  assert.match(one.stderr, /Deleted 1 file \(5 bytes\)/);
  assert.ok(existsSync(place('info', 'sys_2026-01-31_00-00-00.log')));
  assert.equal((await run(['streams', 'clear-archives', '--yes'])).code, 0);
  assert.ok(!existsSync(place('info', 'sys_2026-01-31_00-00-00.log')));
  for (const kept of ['notes.txt', 'link.log']) assert.ok(existsSync(place('info', kept)));
  for (const kept of ['outside.log', 'elsewhere/kept.log']) {
    assert.ok(existsSync(join(directory, kept)));
  }
  assert.equal((await run(['streams', 'clear-archives', '--yes'])).code, 4);
});
