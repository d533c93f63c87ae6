import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { Child, type ChildOptions } from '../../src/child/child.ts';
import { Failure } from '../../src/failure.ts';
import { until } from '../run-whodid.ts';

test('the exit code is the program’s own', async () => {
  const child = await start('process.exit(7)');
  assert.equal(await child.exited, 7);
  assert.equal(child.ended, true);
});

test('a program that a signal ended has the code that shells give it', async () => {
  const child = await start("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)");
  assert.equal(await child.exited, 143);
});

test('a command that does not exist is 127', async () => {
  await assert.rejects(
    Child.start({ ...options, command: 'no-such-command', args: [] }),
    (error) => error instanceof Failure && error.exitCode === 127,
  );
});

test('a program that ignores SIGTERM is killed after its grace', async () => {
  const child = await Child.start({
    ...options,
    command: 'sh',
    args: ['-c', 'trap "" TERM; sleep 60'],
  });
  // Until the trap is set, a signal would end it.
  await until(() => sleepersIn(child.pid) > 0, 5000);
  assert.equal(await child.stop('SIGTERM', 200), 137);
});

test('what the program started is gone as well', async () => {
  const child = await Child.start({
    ...options,
    command: 'sh',
    args: ['-c', 'sleep 60 & sleep 60'],
  });
  await until(() => sleepersIn(child.pid) === 2, 5000);
  assert.equal(await child.stop('SIGTERM', 2000), 143);
  assert.equal(sleepersIn(child.pid), 0);
});

const options: ChildOptions = {
  command: process.execPath,
  args: [],
  cwd: process.cwd(),
  env: process.env,
  stdio: 'ignore',
  ownGroup: true,
};

async function start(program: string): Promise<Child> {
  return await Child.start({ ...options, args: ['-e', program] });
}

function sleepersIn(group: number): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pgid=,stat=,comm='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => new RegExp(`^ *${group} +[^Z]\\S* +sleep`).test(line))
    .length;
}
