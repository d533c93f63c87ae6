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

/** Writes to streams while text files cannot be written, until `mend` was called. */
async function liveThrough(
  t: TestContext,
  places: ReturnType<typeof scratch>,
  directory: string,
  mend: () => void,
): Promise<void> {
  const streams = textFiles({ directory });
  const { recorder, stub } = await openRecorder(t, { streams }, places);
  const logger = createStreamLogger(recorder);
  const faults = () => stub.entries.filter(({ action }) => action === 'whodid.fault');
  await logger.info('ada', 'first');
  await until('INTERNAL says so', () => faults().length > 0, patienceMs);
  for (let number = 0; number < 20; number += 1) {
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
  mend();
  const file = join(directory, 'users/ada/INFO_log.log');
  const text = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
  await until('files resume', () => text().includes('entry 19\n'), patienceMs);
  const lines = text().split('\n').slice(2, -1);
  const numbers = Array.from({ length: 20 }, (_, number) => `INFO:  entry ${number}`);
  assert.deepEqual(lines, ['INFO:  first', ...numbers]);
  const internal = join(directory, 'sys/INTERNAL_log.log');
  await until('the fault is there, too', () => fs.existsSync(internal), patienceMs);
  assert.match(fs.readFileSync(internal, 'utf8'), /\[ INTERNAL \]: {2}whodid\.fault failure/);
}

test('a folder that cannot be made: the app and the store go on, and files resume', async (t) => {
  const places = scratch(t);
  const directory = join(places.root, 'logs');
  fs.writeFileSync(directory, 'in the way');
  await liveThrough(t, places, directory, () => fs.unlinkSync(directory));
});

test('a folder in the place of a file: the app and the store go on, and files resume', async (t) => {
  const places = scratch(t);
  const directory = join(places.root, 'logs');
  const inTheWay = join(directory, 'users/ada/INFO_log.log');
  fs.mkdirSync(inTheWay, { recursive: true });
  await liveThrough(t, places, directory, () => fs.rmdirSync(inTheWay));
});

test('a full disk: the app and the store go on, and files resume', async (t) => {
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
    const filler = join(directory, 'filler');
    const fd = fs.openSync(filler, 'w');
    assert.throws(() => {
      for (;;) fs.writeSync(fd, Buffer.alloc(4096));
    }, /ENOSPC/);
    fs.closeSync(fd);
    await liveThrough(t, places, directory, () => fs.unlinkSync(filler));
  } finally {
    unmount();
    process.off('exit', unmount);
  }
});
