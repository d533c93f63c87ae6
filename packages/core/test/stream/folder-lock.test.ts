import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deadHold, thisProcess, writeOwner } from '../../src/spool/owner.ts';
import { FolderLock } from '../../src/stream/folder-lock.ts';
import { scratch } from '../ship/scratch.ts';

/** A process that is certainly dead. */
function deadProcess(): ReturnType<typeof thisProcess> {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return { ...thisProcess(), pid, startTicks: '1' };
}

test('a lock whose owner is dead is taken, and by one of two who find out', async (t) => {
  const home = join(scratch(t).root, 'home');
  const lock = join(home, 'lock');
  mkdirSync(lock, { recursive: true });
  writeOwner(lock, deadProcess());
  const hold = deadHold(lock, thisProcess());
  assert.ok(hold !== null);
  const first = new FolderLock(home);
  let inside = false;
  await first.hold(1000, () => {
    inside = true;
    // What the slower one would do now meets the name that is taken.
    assert.ok(readdirSync(home).includes(`dead-${hold}`));
    assert.equal(deadHold(lock, thisProcess()), null);
  });
  assert.ok(inside);
});

test('what is not there, or has no owner yet, is no evidence of a dead one', (t) => {
  const home = join(scratch(t).root, 'home');
  const lock = join(home, 'lock');
  assert.equal(deadHold(lock, thisProcess()), null);
  mkdirSync(lock, { recursive: true });
  assert.equal(deadHold(lock, thisProcess()), null);
  writeOwner(lock, thisProcess());
  assert.equal(deadHold(lock, thisProcess()), null);
  rmSync(lock, { recursive: true });
});

// A lock that was just given back and taken by another process once passed for one whose owner is
// dead, and two wrote at once.
test('of four processes that want it all the time one has it at a time', async (t) => {
  const { root } = scratch(t);
  const counter = join(root, 'counter');
  const home = join(root, 'home');
  mkdirSync(home);
  writeFileSync(counter, '0');
  const contender = fileURLToPath(new URL('./fixtures/lock-contender.ts', import.meta.url));
  const env = { ...process.env, HOME_OF_LOCK: home, COUNTER: counter, TIMES: '1000' };
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--conditions=whodid-source', contender], { env, stdio: 'ignore' }),
  );
  t.after(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  const ends = await Promise.all(children.map((child) => once(child, 'exit')));
  assert.deepEqual(ends, Array(4).fill([0, null]));
  assert.equal(readFileSync(counter, 'utf8'), '4000');
});
