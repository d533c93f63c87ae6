import assert from 'node:assert/strict';
import {
  closeSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '@whodid/core';
import { ChunkReader } from '../../src/spool/chunk-reader.ts';
import type { DamageReport } from '../../src/spool/damage-report.ts';
import { encodeFileHeader } from '../../src/spool/file-header.ts';
import { RingReader } from '../../src/spool/ring-reader.ts';
import { type RingPlace, RingWriter } from '../../src/spool/ring-writer.ts';
import { scratch } from '../ship/scratch.ts';
import { idOf } from './frames.ts';

const epoch = '0123456789abcdef';

interface Ring {
  readonly directory: string;
  readonly writer: RingWriter;
  readonly reader: RingReader;
  readonly damage: DamageReport[];
  readonly aside: string[];
  /** A reader as a process has it that finds the ring of a dead one. */
  readonly lateReader: () => RingReader;
}

test('what is appended is read in order, over many files, and the files are removed', (context) => {
  const { directory, writer, reader } = openRing(context);
  const seqs: number[] = [];
  for (let seq = 1; seq <= 500; seq += 1) {
    assert.equal(writer.append(seq, idOf(seq), 'x'.repeat(300)), null);
    if (seq % 50 === 0) seqs.push(...readAll(reader));
  }
  assert.deepEqual(seqs, numbers(1, 500));
  writer.release();
  assert.deepEqual(readAll(reader), []);
  assert.deepEqual(readdirSync(directory), []);
});

test('a run that is not committed is read again', (context) => {
  const { writer, reader } = openRing(context);
  writer.append(1, idOf(1), 'a');
  assert.equal(reader.read()?.frames.length, 1);
  assert.equal(reader.read()?.frames.length, 1);
  reader.commit();
  assert.equal(reader.read(), null);
});

test('a full ring refuses, and takes again when files were removed', (context) => {
  const { writer, reader } = openRing(context);
  let seq = 0;
  let refusal: string | null = null;
  while (refusal === null && seq < 1000) {
    seq += 1;
    refusal = writer.append(seq, idOf(seq), 'x'.repeat(1000));
  }
  assert.equal(refusal, 'ring full');
  assert.equal(writer.refusal, 'ring full');
  assert.ok(seq > 50 && seq < 70, `64 KiB were full after ${seq}`);
  assert.equal(readAll(reader).length, seq - 1);
  assert.equal(writer.refusal, null);
  assert.equal(writer.append(seq, idOf(seq), 'x'.repeat(1000)), null);
  assert.deepEqual(readAll(reader), [seq]);
});

// The ring was once full just when a file had ended. The reader then knew the number of the next one
// before there was such a file, found others, and did not look for it again.
test('a file that begins after the ring was full is found', (context) => {
  const { writer, reader } = openRing(context);
  let seq = 0;
  // Files of 16 KiB: the fourth has little room left, and so has the ring.
  while (writer.file < 4 || seq % 14 !== 0) {
    seq += 1;
    assert.equal(writer.append(seq, idOf(seq), 'x'.repeat(1000)), null);
  }
  assert.equal(writer.append(seq + 1, idOf(seq + 1), 'x'.repeat(9000)), 'ring full');
  assert.deepEqual(readAll(reader), numbers(1, seq));
  assert.equal(writer.append(seq + 1, idOf(seq + 1), 'small'), null);
  assert.deepEqual(readAll(reader), [seq + 1]);
});

test('an entry that can never fit is refused by name', (context) => {
  const { writer } = openRing(context);
  assert.equal(writer.append(1, idOf(1), 'x'.repeat(40_000)), 'entry too large');
  assert.equal(writer.append(1, idOf(1), 'x'), null);
});

test('when a write fails the entry goes to the next place as a whole', (context) => {
  const { root } = scratch(context);
  const [first, second] = [join(root, 'first'), join(root, 'second')];
  const { writer, lateReader } = openRing(context, [placeAt(first), placeAt(second)]);
  writer.append(1, idOf(1), 'one');
  closeBehind(first);
  assert.equal(writer.append(2, idOf(2), 'two'), null);
  assert.deepEqual([readdirSync(first).length, readdirSync(second).length], [1, 1]);
  writer.release();
  assert.deepEqual(readAll(lateReader()), [1, 2]);
});

test('when no place works entries are refused, and taken as soon as one does', async (context) => {
  const { root } = scratch(context);
  const directory = join(root, 'later');
  const { writer } = openRing(context, [placeAt(directory, false)]);
  assert.equal(writer.append(1, idOf(1), 'one'), 'ring cannot be written');
  assert.equal(writer.trouble, 'ENOENT');
  mkdirSync(directory);
  // Only tried again after a moment: a failing call for each entry would cost the app too much.
  assert.equal(writer.append(1, idOf(1), 'one'), 'ring cannot be written');
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal(writer.append(1, idOf(1), 'one'), null);
  assert.equal(writer.trouble, null);
});

test('a torn end of a finished file is passed over without a word', (context) => {
  const { directory, writer, lateReader, damage } = openRing(context);
  for (const seq of [1, 2]) writer.append(seq, idOf(seq), 'text');
  const path = fileIn(directory);
  const bytes = readFileSync(path);
  for (const cut of [1, 30, 63]) {
    writeFileSync(path, bytes.subarray(0, bytes.length - cut));
    const seqs = readAll(lateReader());
    assert.deepEqual([seqs, damage], [[1], []]);
  }
});

test('damage in the middle costs what it touches and is reported with the numbers', (context) => {
  const { directory, writer, lateReader, damage } = openRing(context);
  for (let seq = 1; seq <= 9; seq += 1) writer.append(seq, idOf(seq), 'some text');
  const path = fileIn(directory);
  const bytes = readFileSync(path);
  for (const seq of [4, 5]) bytes[bytes.indexOf(idOf(seq)) + 2] = 0x21;
  writeFileSync(path, bytes);
  assert.deepEqual(readAll(lateReader()), [1, 2, 3, 6, 7, 8, 9]);
  assert.deepEqual(
    damage.map(({ missing }) => missing),
    [{ first: 4, last: 5 }],
  );
  assert.ok(damage[0]?.bytes.includes('some text'));
});

test('a file with a damaged header loses no entry', (context) => {
  const { directory, writer, lateReader } = openRing(context);
  for (const seq of [1, 2]) writer.append(seq, idOf(seq), 'text');
  const path = fileIn(directory);
  const bytes = readFileSync(path);
  bytes[3] = 0;
  writeFileSync(path, bytes);
  assert.deepEqual(readAll(lateReader()), [1, 2]);
});

test('a file that is removed while it is written to is read to its end', (context) => {
  const { directory, writer, reader } = openRing(context);
  writer.append(1, idOf(1), 'one');
  assert.deepEqual(readAll(reader), [1]);
  assert.equal(reader.lost, 0);
  rmSync(fileIn(directory));
  writer.append(2, idOf(2), 'two');
  assert.deepEqual(readAll(reader), [2]);
  assert.equal(reader.lost, writer.file);
  writer.release();
  writer.append(3, idOf(3), 'three');
  assert.deepEqual(readAll(reader), [3]);
});

test('a file that is removed before it was read is reported with the numbers', (context) => {
  const { directory, writer, lateReader, damage } = openRing(context);
  for (let seq = 1; seq <= 3; seq += 1) {
    writer.append(seq, idOf(seq), 'text');
    writer.release();
  }
  const reader = lateReader();
  assert.deepEqual(
    reader.read()?.frames.map(({ seq }) => seq),
    [1],
  );
  reader.commit();
  rmSync(join(directory, '00000002.ring'));
  assert.deepEqual(readAll(reader), [3]);
  assert.deepEqual(
    damage.map(({ missing, reason }) => [missing, reason]),
    [[{ first: 2, last: 2 }, 'ring file lost']],
  );
});

// A directory in its place reads like a file on a bad sector: it opens, and then fails every time.
test('a file that cannot be read costs its entries, not those behind it', (context) => {
  const { directory, writer, lateReader, damage, aside } = openRing(context);
  for (let seq = 1; seq <= 3; seq += 1) {
    writer.append(seq, idOf(seq), 'text');
    writer.release();
  }
  const path = join(directory, '00000002.ring');
  rmSync(path);
  mkdirSync(path);
  assert.deepEqual(readAll(lateReader()), [1, 3]);
  assert.deepEqual(aside, [path]);
  assert.deepEqual(
    damage.map(({ missing }) => missing),
    [{ first: 2, last: 2 }],
  );
});

function openRing(context: TestContext, given?: readonly RingPlace[]): Ring {
  const { ringDirectory } = scratch(context);
  const places = given ?? [placeAt(ringDirectory)];
  const damage: DamageReport[] = [];
  const aside: string[] = [];
  let newest = 0;
  let reader: RingReader | null = null;
  const writer = new RingWriter({
    places,
    limitBytes: 65_536,
    header: encodeFileHeader({ epoch, producer: 'test' }),
    clock: systemClock,
    removedBelow: () => reader?.removedBelow ?? 0,
    onFile: (number) => {
      newest = number;
    },
  });
  const directories = places.map((place) => pathOf(place));
  const read = (until: () => number): RingReader =>
    new RingReader({
      epoch,
      directories,
      chunks: new ChunkReader(),
      lastSeq: 0,
      newest: until,
      onDamage: (report) => damage.push(report),
      setAside: (path) => aside.push(path),
    });
  reader = read(() => newest);
  const lateReader = (): RingReader => read(() => Number.POSITIVE_INFINITY);
  context.after(() => {
    writer.release();
    reader?.close();
  });
  return { directory: ringDirectory, writer, reader, damage, aside, lateReader };
}

const paths = new WeakMap<RingPlace, string>();

function placeAt(directory: string, make = true): RingPlace {
  const place = {
    prepare: () => {
      if (make) mkdirSync(directory, { recursive: true });
      return directory;
    },
  };
  paths.set(place, directory);
  return place;
}

function pathOf(place: RingPlace): string {
  return paths.get(place) ?? '';
}

function fileIn(directory: string): string {
  return join(directory, readdirSync(directory)[0] ?? '');
}

function readAll(reader: RingReader): readonly number[] {
  const seqs: number[] = [];
  for (let run = reader.read(); run !== null; run = reader.read()) {
    seqs.push(...run.frames.map(({ seq }) => seq));
    reader.commit();
  }
  return seqs;
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

// What a write to a file meets whose descriptor has gone bad: the nearest thing to a failing disk
// that a test can do without being root.
function closeBehind(directory: string): void {
  for (const fd of readdirSync('/proc/self/fd')) {
    let path = '';
    try {
      path = readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      continue;
    }
    if (path.startsWith(directory)) closeSync(Number(fd));
  }
}
