import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Disk, realDisk } from '../../src/spool/disk.ts';
import { scratch } from '../ship/scratch.ts';
import { framesFrom } from './frames.ts';
import { limits, openSpool, readAll } from './open-spool.ts';

test('what is appended is read in order, and its file goes when all is settled', (context) => {
  const { directory, spool, cursor } = openSpool(at(context));
  spool.append(framesFrom(1, 10), 1, 10);
  spool.append(framesFrom(11, 15), 11, 15);
  assert.equal(spool.spooled, 15);
  assert.deepEqual(
    cursor.next({ ...limits, entries: 4 })?.entries.map(({ seq }) => seq),
    [1, 2, 3, 4],
  );
  assert.deepEqual(readAll(cursor, 4), numbers(1, 15));
  assert.equal(cursor.settled, 15);
  spool.close();
  assert.equal(cursor.next(limits), null);
  assert.deepEqual(readdirSync(directory), []);
});

test('a batch stays within its bytes, and one large entry leaves all the same', (context) => {
  const { spool, cursor } = openSpool(at(context));
  spool.append(framesFrom(1, 10), 1, 10);
  const frame = framesFrom(1, 1).length;
  assert.equal(cursor.next({ entries: 100, bytes: frame * 3 })?.entries.length, 3);
  assert.equal(cursor.next({ entries: 100, bytes: 1 })?.entries.length, 1);
});

test('what was not settled is there for the next process, and nothing else', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  first.spool.append(framesFrom(1, 3), 1, 3);
  first.spool.close();
  first.spool.append(framesFrom(4, 6), 4, 6);
  first.cursor.settle(first.cursor.next({ ...limits, entries: 3 }) ?? assert.fail());
  const second = openSpool(directory);
  assert.equal(second.spool.spooled, 6);
  assert.equal(second.cursor.settled, 3);
  assert.deepEqual(readAll(second.cursor), [4, 5, 6]);
});

test('a renewed spool tells the next process how far things were, with nothing in it', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  first.spool.append(framesFrom(1, 7), 1, 7);
  readAll(first.cursor);
  first.spool.renew(1);
  const second = openSpool(directory);
  assert.equal(second.spool.spooled, 7);
  assert.deepEqual(readAll(second.cursor), []);
});

test('of two files that begin with the same entry, the one that has it counts', (context) => {
  const { root } = scratch(context);
  const more = [join(root, 'a-second')];
  const faulty = failingDisk();
  const first = openSpool(join(root, 'z-first'), { disk: faulty.disk, more });
  first.spool.append(framesFrom(1, 5), 1, 5);
  readAll(first.cursor);
  first.spool.renew(1);
  faulty.failNext('write', 'ENOSPC', 2);
  first.spool.append(framesFrom(6, 9), 6, 9);
  const second = openSpool(join(root, 'z-first'), { more });
  assert.equal(second.spool.spooled, 9);
  assert.deepEqual(readAll(second.cursor), [6, 7, 8, 9]);
});

// After a failed fsync the kernel may have thrown the data away and report success the next time.
test('a failed fsync is final: the file is retired and the entries go to another one', (context) => {
  const faulty = failingDisk();
  const { directory, spool, cursor, faults } = openSpool(at(context), { disk: faulty.disk });
  spool.append(framesFrom(1, 2), 1, 2);
  faulty.failNext('sync', 'EIO');
  spool.append(framesFrom(3, 4), 3, 4);
  assert.deepEqual(faults, ['EIO']);
  assert.equal(readdirSync(directory).length, 2);
  const [retired] = readdirSync(directory).toSorted();
  assert.equal(faulty.syncsOf(join(directory, retired ?? '')), 2);
  assert.deepEqual(readAll(cursor), [1, 2, 3, 4]);
});

test('when nothing can be made durable append throws, and a later try succeeds', (context) => {
  const faulty = failingDisk();
  const { directory, spool, cursor } = openSpool(at(context), { disk: faulty.disk });
  spool.append(framesFrom(1, 2), 1, 2);
  faulty.failNext('write', 'ENOSPC', 2);
  assert.throws(() => spool.append(framesFrom(3, 4), 3, 4), { code: 'ENOSPC' });
  assert.equal(spool.spooled, 2);
  assert.equal(spool.trouble, 'ENOSPC');
  spool.append(framesFrom(3, 4), 3, 4);
  assert.equal(spool.trouble, null);
  assert.deepEqual(readAll(cursor), [1, 2, 3, 4]);
  spool.close();
  cursor.next(limits);
  assert.deepEqual(readdirSync(directory), []);
});

test('a short write is not taken for a whole one', (context) => {
  const faulty = failingDisk();
  const { spool, cursor } = openSpool(at(context), { disk: faulty.disk });
  faulty.shortNext();
  spool.append(framesFrom(1, 5), 1, 5);
  assert.deepEqual(readAll(cursor), [1, 2, 3, 4, 5]);
});

test('a directory that cannot be used is passed over for the next one', (context) => {
  const { root } = scratch(context);
  writeFileSync(join(root, 'file'), '');
  const second = join(root, 'second');
  const { spool, cursor } = openSpool(join(root, 'file', 'below'), { more: [second] });
  spool.append(framesFrom(1, 2), 1, 2);
  assert.equal(spool.trouble, 'ENOTDIR');
  assert.equal(readdirSync(second).length, 1);
  assert.deepEqual(readAll(cursor), [1, 2]);
});

test('a spool that is full takes no more until something is settled', (context) => {
  const { spool, cursor } = openSpool(at(context), { limitBytes: 3000 });
  spool.append(framesFrom(1, 30), 1, 30);
  assert.throws(() => spool.append(framesFrom(31, 60), 31, 60), { code: 'spool full' });
  assert.equal(spool.spooled, 30);
  readAll(cursor);
  spool.renew(1);
  spool.append(framesFrom(31, 50), 31, 50);
  assert.deepEqual(readAll(cursor), numbers(31, 50));
});

test('a directory that is removed under us comes back with what we still hold', (context) => {
  const directory = at(context);
  const { spool, cursor, faults } = openSpool(directory);
  spool.append(framesFrom(1, 5), 1, 5);
  cursor.settle(cursor.next({ ...limits, entries: 2 }) ?? assert.fail());
  rmSync(directory, { recursive: true });
  spool.append(framesFrom(6, 7), 6, 7);
  assert.deepEqual(faults, ['spool directory removed']);
  assert.deepEqual(readAll(cursor), [3, 4, 5, 6, 7]);
});

test('memory is the last resort and does not count as durable', (context) => {
  const { spool, cursor } = openSpool(at(context), { durable: false });
  spool.append(framesFrom(1, 5), 1, 5);
  assert.deepEqual([spool.spooled, spool.durable], [5, 0]);
  assert.deepEqual(readAll(cursor), [1, 2, 3, 4, 5]);
});

test('damage costs what it touches, is kept, and is reported with the numbers', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  first.spool.append(framesFrom(1, 9), 1, 9);
  first.spool.close();
  first.spool.append(framesFrom(10, 12), 10, 12);
  damageFrames(join(directory, readdirSync(directory).toSorted()[0] ?? ''), [3, 4, 9]);
  const second = openSpool(directory);
  assert.deepEqual(readAll(second.cursor), [1, 2, 5, 6, 7, 8, 10, 11, 12]);
  assert.deepEqual(
    second.damage.map(({ missing }) => missing),
    [
      { first: 3, last: 4 },
      { first: 9, last: 9 },
    ],
  );
  assert.ok(second.damage[0]?.bytes.includes('{"seq":3}'));
});

test('a torn end that the next file makes up for costs nothing and is not reported', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  first.spool.append(framesFrom(1, 3), 1, 3);
  first.spool.close();
  const path = join(directory, readdirSync(directory)[0] ?? '');
  writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size - 10));
  const second = openSpool(directory);
  assert.equal(second.spool.spooled, 2);
  second.spool.append(framesFrom(3, 5), 3, 5);
  assert.deepEqual(readAll(second.cursor), [1, 2, 3, 4, 5]);
  assert.deepEqual(second.damage, []);
});

test('a file that somebody removed is reported with the numbers', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  for (const from of [1, 4, 7]) {
    first.spool.append(framesFrom(from, from + 2), from, from + 2);
    first.spool.close();
  }
  const second = openSpool(directory);
  rmSync(join(directory, readdirSync(directory).toSorted()[1] ?? ''));
  assert.deepEqual(readAll(second.cursor), [1, 2, 3, 7, 8, 9]);
  assert.deepEqual(
    second.damage.map(({ missing, reason }) => [missing, reason]),
    [[{ first: 4, last: 6 }, 'file is gone']],
  );
});

// A directory in its place reads like a file on a bad sector: it opens, and then fails every time.
test('a segment that cannot be read costs its entries, not those behind it', (context) => {
  const directory = at(context);
  const first = openSpool(directory);
  for (const from of [1, 4, 7]) {
    first.spool.append(framesFrom(from, from + 2), from, from + 2);
    first.spool.close();
  }
  const path = join(directory, readdirSync(directory).toSorted()[1] ?? '');
  rmSync(path);
  mkdirSync(path);
  const second = openSpool(directory);
  assert.deepEqual(readAll(second.cursor), [1, 2, 3, 7, 8, 9]);
  assert.deepEqual(second.aside, [path]);
  assert.deepEqual(
    second.damage.map(({ missing }) => missing),
    [{ first: 4, last: 6 }],
  );
});

interface FaultyDisk {
  readonly disk: Disk;
  failNext(call: 'sync' | 'write', code: string, times?: number): void;
  shortNext(): void;
  syncsOf(path: string): number;
}

function failingDisk(): FaultyDisk {
  let failures: { call: string; code: string; left: number } | null = null;
  let short = false;
  const paths = new Map<number, string>();
  const syncs = new Map<string, number>();
  const fail = (call: string): void => {
    if (failures?.call !== call || failures.left === 0) return;
    failures.left -= 1;
    throw Object.assign(new Error('injected'), { code: failures.code });
  };
  const disk: Disk = {
    ...realDisk,
    open: (path, flags, mode) => {
      const fd = realDisk.open(path, flags, mode);
      paths.set(fd, path);
      return fd;
    },
    write: (fd, bytes) => {
      fail('write');
      const part = short ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
      short = false;
      return realDisk.write(fd, part);
    },
    sync: (fd) => {
      const path = paths.get(fd) ?? '';
      syncs.set(path, (syncs.get(path) ?? 0) + 1);
      fail('sync');
      realDisk.sync(fd);
    },
  };
  return {
    disk,
    failNext: (call, code, times = 1) => {
      failures = { call, code, left: times };
    },
    shortNext: () => {
      short = true;
    },
    syncsOf: (path) => syncs.get(path) ?? 0,
  };
}

function at(context: TestContext): string {
  return join(scratch(context).root, 'epoch');
}

function damageFrames(path: string, seqs: readonly number[]): void {
  const bytes = readFileSync(path);
  for (const seq of seqs) {
    const at = bytes.indexOf(`{"seq":${seq}}`);
    bytes[at - 40] = (bytes[at - 40] ?? 0) ^ 1;
  }
  writeFileSync(path, bytes);
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
