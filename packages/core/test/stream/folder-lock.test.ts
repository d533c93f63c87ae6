import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
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
