import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createStreamLogger, textFiles } from '@whodid/core/stream';
import { openRecorder } from '../recorder/open-recorder.ts';
import { scratch } from '../ship/scratch.ts';
import { until } from '../ship/until.ts';

const patienceMs = 60_000;

/** What goes wrong with the folder of text files. */
interface Trouble {
  readonly directory: string;
  /** Begins it when files have been written already; without it, it is there from the start. */
  readonly begin?: () => void | Promise<void>;
  mend(): void;
}

/** Writes to streams while text files cannot be written, until `mend` was called. */
async function liveThrough(
  t: TestContext,
  places: ReturnType<typeof scratch>,
  { directory, begin, mend }: Trouble,
): Promise<void> {
  const streams = textFiles({ directory });
  const { recorder, stub } = await openRecorder(t, { streams }, places);
  const logger = createStreamLogger(recorder);
  const faults = () => stub.entries.filter(({ action }) => action === 'whodid.fault');
  const file = join(directory, 'users/ada/INFO_log.log');
  const isFile = () => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const text = () => (isFile() ? fs.readFileSync(file, 'utf8') : '');
  await logger.info('ada', 'first');
  if (begin !== undefined) {
    await until('files are written', () => text().includes('first\n'), patienceMs);
    await begin();
  }
  // More than what is left of the block that a file has already.
  const long = `entry 0 ${'x'.repeat(5000)}`;
  await logger.info('ada', long);
  await until('INTERNAL says so', () => faults().length > 0, patienceMs);
  for (let number = 1; number < 20; number += 1) {
    logger.info('ada', `entry ${number}`);
    await recorder.flush('remote');
  }
  // The store has them all, and INTERNAL has said it once.
  assert.equal(stub.entries.filter(({ stream }) => stream === 'INFO').length, 21);
  const [fault, ...more] = faults();
  assert.deepEqual(more, []);
  assert.equal(fault?.stream, 'INTERNAL');
  assert.match(fault?.message ?? '', /text-files: E[A-Z]+$/);
  assert.match(recorder.state().trouble ?? '', /text-files/);
  assert.ok(!text().includes('\nINFO:  entry 1'));
  mend();
  await until('files resume', () => text().includes('entry 19\n'), patienceMs);
  const lines = text().split('\n').slice(2, -1);
  const numbers = Array.from({ length: 19 }, (_, number) => `INFO:  entry ${number + 1}`);
  assert.deepEqual(lines, ['INFO:  first', `INFO:  ${long}`, ...numbers]);
  const internal = join(directory, 'sys/INTERNAL_log.log');
  await until('the fault is there, too', () => fs.existsSync(internal), patienceMs);
  assert.match(fs.readFileSync(internal, 'utf8'), /\[ INTERNAL \]: {2}whodid\.fault failure/);
}

test('a folder that cannot be made: the app and the store go on, and files resume', async (t) => {
  const places = scratch(t);
  const directory = join(places.root, 'logs');
  fs.writeFileSync(directory, 'in the way');
  await liveThrough(t, places, { directory, mend: () => fs.unlinkSync(directory) });
});

test('a folder in the place of a file: the app and the store go on, and files resume', async (t) => {
  const places = scratch(t);
  const directory = join(places.root, 'logs');
  const inTheWay = join(directory, 'users/ada/INFO_log.log');
  fs.mkdirSync(inTheWay, { recursive: true });
  await liveThrough(t, places, { directory, mend: () => fs.rmdirSync(inTheWay) });
});

test('a full disk: the app and the store go on, and files resume', async (t) => {
  await onSmallDisk(t, async (places, directory) => {
    fill(directory);
    await liveThrough(t, places, { directory, mend: () => empty(directory) });
  });
});

test('a disk that fills up while files are written: the app and the store go on, and files resume', async (t) => {
  await onSmallDisk(t, async (places, directory) => {
    const begin = () => fill(directory);
    await liveThrough(t, places, { directory, begin, mend: () => empty(directory) });
  });
});

test('a folder that becomes read-only while files are written: the app and the store go on, and files resume', async (t) => {
  if (process.getuid?.() !== 0) {
    const places = scratch(t);
    const directory = join(places.root, 'logs');
    const folders = [directory, join(directory, 'users'), join(directory, 'users/ada')];
    const setRights = (mode: number) => {
      for (const folder of folders) fs.chmodSync(folder, mode);
      fs.chmodSync(join(directory, 'users/ada/INFO_log.log'), mode & 0o666);
    };
    const begin = () => setRights(0o500);
    return await liveThrough(t, places, { directory, begin, mend: () => setRights(0o700) });
  }
  // Rights do not hold back root.
  await onSmallDisk(t, async (places, directory) => {
    const remount = (how: 'ro' | 'rw') =>
      spawnSync('mount', ['-o', `remount,${how}`, directory]).status === 0;
    // Not while a file is open for writing.
    const begin = () => until('it is read-only', () => remount('ro'), patienceMs);
    await liveThrough(t, places, { directory, begin, mend: () => void remount('rw') });
  });
});

/** Runs with a folder that is a disk of its own, of 64 KB. */
async function onSmallDisk(
  t: TestContext,
  run: (places: ReturnType<typeof scratch>, directory: string) => Promise<void>,
): Promise<void> {
  const places = scratch(t);
  const directory = join(places.root, 'logs');
  fs.mkdirSync(directory);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory]);
  if (mounted.status !== 0)
    return t.skip('needs the right to mount; a disk that refuses is tested');
  // Before the folder that holds it is removed.
  const unmount = () => spawnSync('umount', ['-l', directory]);
  process.once('exit', unmount);
  try {
    await run(places, directory);
  } finally {
    unmount();
    process.off('exit', unmount);
  }
}

function fill(directory: string): void {
  const fd = fs.openSync(join(directory, 'filler'), 'w');
  assert.throws(() => {
    for (;;) fs.writeSync(fd, Buffer.alloc(4096));
  }, /ENOSPC/);
  fs.closeSync(fd);
}

function empty(directory: string): void {
  fs.unlinkSync(join(directory, 'filler'));
}
