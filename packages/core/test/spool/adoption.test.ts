import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import {
  type Adopter,
  adoptAbandoned,
  discardEpoch,
  listAdopted,
} from '../../src/spool/adoption.ts';
import { epochDirectory } from '../../src/spool/epoch-directory.ts';
import { GapMark, readGapMark } from '../../src/spool/gap-mark.ts';
import { isAbandoned, type Owner, thisProcess, writeOwner } from '../../src/spool/owner.ts';
import { makePrivateDirectory } from '../../src/spool/private-directory.ts';
import { type SpoolRoot, spoolPlaces } from '../../src/spool/spool-places.ts';
import { scratch } from '../ship/scratch.ts';

const self = thisProcess();
const dead: Owner = { ...self, pid: 2 ** 22 - 1, startTicks: '1' };
const [mine, others, third] = ['00000000000000aa', '00000000000000bb', '00000000000000cc'] as const;

test('the directory of a living process is left alone, that of a dead one is taken', (context) => {
  const root = rootAt(context);
  epochDirectory(root, others, self);
  epochDirectory(root, third, dead);
  assert.equal(adoptAbandoned(adopter(root)), 1);
  assert.ok(existsSync(join(root.path, others)));
  assert.deepEqual(adopted(root), [third]);
});

test('a later process with the number of a dead one does not count for it', (context) => {
  const root = rootAt(context);
  const directory = epochDirectory(root, others, { ...self, startTicks: '1' });
  assert.equal(isAbandoned(directory, self), true);
});

test('a killed process whose parent has not asked about it yet is dead', async (context) => {
  const root = rootAt(context);
  // The shell does not wait for its child: that one stays a zombie.
  const shell = spawn('/bin/bash', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  context.after(() => shell.kill('SIGKILL'));
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  const startTicks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  const owner = { ...self, pid, startTicks: startTicks ?? null };
  const directory = epochDirectory(root, others, owner);
  assert.equal(isAbandoned(directory, self), false);
  process.kill(pid, 'SIGKILL');
  for (let tries = 0; tries < 200 && !isAbandoned(directory, self); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(isAbandoned(directory, self), true);
});

test('a process of another container is dead when it has been silent for a minute', (context) => {
  const root = rootAt(context);
  const directory = epochDirectory(root, others, { ...dead, pidNamespace: 'pid:[1]' });
  assert.equal(isAbandoned(directory, self), false);
  const then = Date.now() / 1000 - 61;
  utimesSync(join(directory, 'owner.json'), then, then);
  assert.equal(isAbandoned(directory, self), true);
});

test('an owner file that is half written protects its directory for a minute', (context) => {
  const root = rootAt(context);
  const directory = epochDirectory(root, others, self);
  writeFileSync(join(directory, 'owner.json'), '{"pi');
  assert.equal(isAbandoned(directory, self), false);
});

test('what a dead process had adopted itself moves up', (context) => {
  const root = rootAt(context);
  const inner = join(epochDirectory(root, others, dead), 'adopted', third);
  mkdirSync(inner, { recursive: true });
  writeOwner(inner, dead);
  adoptAbandoned(adopter(root));
  assert.deepEqual(adopted(root), [others, third]);
});

test('a crash in the middle of moving up is made up for', (context) => {
  const root = rootAt(context);
  const inner = join(epochDirectory(root, mine, self), 'adopted', others, 'adopted', third);
  mkdirSync(inner, { recursive: true });
  assert.deepEqual(adopted(root), [others, third]);
});

test('eight processes at once adopt each directory once', async (context) => {
  const root = rootAt(context);
  const epochs = Array.from({ length: 40 }, (_, index) => String(index).padStart(16, '0'));
  for (const epoch of epochs) epochDirectory(root, epoch, dead);
  const module = new URL('../../src/spool/adoption.ts', import.meta.url).href;
  const owners = new URL('../../src/spool/owner.ts', import.meta.url).href;
  const children = Array.from({ length: 8 }, (_, index) => {
    const epoch = `ffffffffffffff${String(index).padStart(2, '0')}`;
    const code = `
      const { adoptAbandoned } = await import(${JSON.stringify(module)});
      const { thisProcess } = await import(${JSON.stringify(owners)});
      const roots = [${JSON.stringify(root)}];
      process.stdout.write(String(adoptAbandoned({ epoch: '${epoch}', owner: thisProcess(), roots })));
      setTimeout(() => undefined, 60_000);`;
    return spawn(process.execPath, ['--input-type=module', '-e', code]);
  });
  const counts = await Promise.all(
    children.map(async (child) => Number(((await once(child.stdout, 'data')) as [Buffer])[0])),
  );
  for (const child of children) child.kill('SIGKILL');
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    epochs.length,
  );
  const homes = readdirSync(root.path).map((name) => join(root.path, name, 'adopted'));
  assert.deepEqual(
    homes.flatMap((home) => (existsSync(home) ? readdirSync(home) : [])).toSorted(),
    epochs,
  );
});

test('what an epoch leaves is removed, and what we do not know stays', (context) => {
  const root = rootAt(context);
  for (const epoch of [mine, others]) {
    const directory = epochDirectory(root, epoch, self);
    for (const name of ['00000001.ring', '000000000001-0.seg', 'gap.mark']) {
      writeFileSync(join(directory, name), '');
    }
  }
  writeFileSync(join(root.path, others, 'notes.txt'), '');
  discardEpoch(root, mine);
  discardEpoch(root, others);
  assert.deepEqual(readdirSync(root.path), [others]);
  assert.deepEqual(readdirSync(join(root.path, others)), ['notes.txt']);
});

test('a directory that may be a trap is refused', (context) => {
  const { root } = scratch(context);
  const target = join(root, 'target');
  mkdirSync(target);
  symlinkSync(target, join(root, 'link'));
  writeFileSync(join(root, 'file'), '');
  for (const name of ['link', 'file']) {
    assert.throws(
      () => makePrivateDirectory(join(root, name)),
      (error) => isWhodidError(error, 'SPOOL_UNUSABLE'),
      name,
    );
  }
});

test('a directory of another user is refused', {
  skip: process.getuid?.() !== 0,
}, async (context) => {
  const { chownSync } = await import('node:fs');
  const { root } = scratch(context);
  const path = join(root, 'foreign');
  mkdirSync(path);
  chownSync(path, 12_345, 12_345);
  assert.throws(
    () => makePrivateDirectory(path),
    (error) => isWhodidError(error, 'SPOOL_UNUSABLE') && /another user/.test(error.message),
  );
});

test('a directory of ours that others could enter is closed', (context) => {
  const { root } = scratch(context);
  const path = join(root, 'open');
  mkdirSync(path);
  chmodSync(path, 0o777);
  makePrivateDirectory(path);
  assert.equal(lstatSync(path).mode & 0o777, 0o700);
});

test('what lies where others may write is not adopted unless it is ours alone', (context) => {
  const root = rootAt(context);
  epochDirectory(root, others, dead);
  const link = join(scratch(context).root, 'link');
  symlinkSync(root.path, link);
  const trap = { path: link, guards: [link], durable: true };
  assert.equal(adoptAbandoned(adopter(trap)), 0);
  assert.equal(adoptAbandoned(adopter({ ...root, guards: [root.path] })), 1);
});

test('two ways to one spool directory give the same places', (context) => {
  const { root } = scratch(context);
  mkdirSync(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'link'));
  const places = spoolPlaces(join(root, 'real', 'not', 'yet'), null);
  assert.deepEqual(spoolPlaces(join(root, 'link', 'not', 'yet'), null), places);
  assert.notDeepEqual(spoolPlaces(join(root, 'other'), null), places);
});

test('a directory on a tmpfs is not called durable', (context) => {
  const { ringDirectory, spoolDirectory } = scratch(context);
  const durable = (path: string): boolean | undefined => spoolPlaces(path, null).spool[0]?.durable;
  assert.equal(durable(join(ringDirectory, 'not', 'yet')), !existsSync('/dev/shm'));
  assert.equal(durable(spoolDirectory), true);
});

test('a gap mark survives its process, and is empty when the gap is named', (context) => {
  const { root } = scratch(context);
  const mark = GapMark.open(root);
  assert.equal(readGapMark(root), null);
  const gap = { first: 5, last: 900, count: 896, reason: 'ring full' };
  mark?.set(gap);
  assert.deepEqual(readGapMark(root), gap);
  mark?.set(null);
  assert.equal(readGapMark(root), null);
  mark?.close();
  writeFileSync(join(root, 'gap.mark'), 'not a mark');
  assert.equal(readGapMark(root), null);
  rmSync(join(root, 'gap.mark'));
  assert.equal(readGapMark(root), null);
});

function rootAt(context: TestContext): SpoolRoot {
  return { path: scratch(context).spoolDirectory, guards: [], durable: true };
}

function adopter(root: SpoolRoot): Adopter {
  return { epoch: mine, owner: self, roots: [root] };
}

function adopted(root: SpoolRoot): readonly string[] {
  return listAdopted(adopter(root))
    .map(({ epoch }) => epoch)
    .toSorted();
}
