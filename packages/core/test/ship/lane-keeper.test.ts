import assert from 'node:assert/strict';
import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '@whodid/core';
import { Counters } from '../../src/ship/counters.ts';
import type { Lane } from '../../src/ship/lane.ts';
import { LaneKeeper } from '../../src/ship/lane-keeper.ts';
import { ChunkReader } from '../../src/spool/chunk-reader.ts';
import { type Disk, realDisk } from '../../src/spool/disk.ts';
import { epochDirectory } from '../../src/spool/epoch-directory.ts';
import { encodeFileHeader } from '../../src/spool/file-header.ts';
import { GapMark, readGapMark } from '../../src/spool/gap-mark.ts';
import { thisProcess } from '../../src/spool/owner.ts';
import { RingWriter } from '../../src/spool/ring-writer.ts';
import type { SpoolRoot } from '../../src/spool/spool-places.ts';
import { idOf } from '../spool/frames.ts';
import { scratch } from './scratch.ts';

const epoch = '0123456789abcdef';
const owner = thisProcess();
const limits = { entries: 1000, bytes: 1_000_000 };

test('closing removes what has nothing left to deliver', (context) => {
  const { directory, keeper } = openKeeper(context);
  keeper.own.drain(0);
  keeper.close();
  assert.throws(() => readdirSync(directory), { code: 'ENOENT' });
});

test('closing leaves what the spool could not take to the next process', (context) => {
  const disk = {
    ...realDisk,
    write: () => {
      throw Object.assign(new Error('injected'), { code: 'ENOSPC' });
    },
  };
  const { directory, ring, keeper } = openKeeper(context, disk);
  ring.append(1, idOf(1), '{}');
  ring.release();
  assert.throws(() => keeper.own.drain(0), { code: 'ENOSPC' });
  keeper.close();
  assert.deepEqual(readdirSync(directory), ['00000001.ring']);
});

test('closing leaves a gap that no entry names yet to the next process', (context) => {
  const { directory, keeper } = openKeeper(context);
  const gap = { first: 1, last: 9, count: 9, reason: 'ring full' };
  const mark = GapMark.open(directory);
  mark?.set(gap);
  mark?.close();
  keeper.own.drain(0);
  keeper.close();
  assert.deepEqual(readGapMark(directory), gap);
});

// The file that its ring was emptied into stayed, and was delivered a second time.
test('what a dead process left in its ring is delivered once', (context) => {
  const { root, keeper } = openKeeper(context);
  const left = epochDirectory(root, 'fedcba9876543210', { ...owner, pid: 2 ** 22 - 1 });
  const ring = ringIn(left);
  for (const seq of [1, 2, 3]) ring.append(seq, idOf(seq), '{}');
  ring.release();
  const delivered: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    keeper.adopt();
    for (const lane of keeper.lanes.slice(1)) delivered.push(...deliverAll(keeper, lane));
  }
  assert.deepEqual(delivered, [1, 2, 3]);
  keeper.own.drain(0);
  keeper.close();
  assert.deepEqual(readdirSync(root.path), []);
});

// A process that once ran as another user must not keep what all others left from being delivered.
test('a directory that cannot be taken over does not stand in the way of others', (context) => {
  const { root, keeper } = openKeeper(context);
  const dead = { ...owner, pid: 2 ** 22 - 1 };
  const epochs = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(16));
  for (const name of epochs) epochDirectory(root, name, dead);
  // Moving a directory writes to it: the way to its parent changes.
  chmodSync(join(root.path, 'c'.repeat(16)), 0o555);
  asOrdinaryUser(root.path, () => assert.throws(() => keeper.adopt(), { code: 'EACCES' }));
  assert.deepEqual(keeper.lanes.map((lane) => lane.epoch[0]).toSorted(), ['0', 'a', 'b', 'd', 'e']);
});

// Nothing is refused to root.
function asOrdinaryUser(directory: string, run: () => void): void {
  if (process.getuid?.() !== 0) {
    run();
    return;
  }
  const user = 65_534;
  chmodSync(dirname(directory), 0o711);
  for (const name of ['', ...readdirSync(directory, { recursive: true })]) {
    chownSync(join(directory, String(name)), user, user);
  }
  process.seteuid?.(user);
  try {
    run();
  } finally {
    process.seteuid?.(0);
  }
}

function deliverAll(keeper: LaneKeeper, lane: Lane): readonly number[] {
  const seqs: number[] = [];
  lane.drain(0);
  for (let batch = lane.next(limits); batch !== null; batch = lane.next(limits)) {
    seqs.push(...batch.entries.map(({ seq }) => seq));
    lane.settle(batch, 0);
  }
  keeper.finish(lane);
  return seqs;
}

interface OpenKeeper {
  readonly root: SpoolRoot;
  readonly directory: string;
  readonly ring: RingWriter;
  readonly keeper: LaneKeeper;
}

function openKeeper(context: TestContext, disk: Disk = realDisk): OpenKeeper {
  const root: SpoolRoot = { path: scratch(context).spoolDirectory, guards: [], durable: true };
  const directory = epochDirectory(root, epoch, owner);
  let newest = 0;
  const ring = ringIn(directory, (number) => {
    newest = number;
  });
  const config = {
    memory: new Counters().memory,
    epoch,
    producerId: 'test',
    transport: null,
    places: { ring: null, spool: [root] },
    ringLimitBytes: 65_536,
    spoolLimitBytes: 1_048_576,
    batchSize: 500,
    maxWaitMs: 20,
  };
  const quiet = (): void => undefined;
  const chunks = new ChunkReader();
  const tools = { config, owner, disk, chunks, onDamage: quiet, onFault: quiet, setAside: quiet };
  const keeper = new LaneKeeper({ tools, newestRingFile: () => newest, onGap: quiet });
  return { root, directory, ring, keeper };
}

function ringIn(directory: string, onFile: (number: number) => void = () => undefined): RingWriter {
  return new RingWriter({
    places: [{ prepare: () => directory }],
    limitBytes: 65_536,
    header: encodeFileHeader({ epoch, producer: 'test' }),
    clock: systemClock,
    removedBelow: () => 0,
    onFile,
  });
}
