import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import { realTextDisk } from '../../src/stream/text-file.ts';
import { WriteJournal } from '../../src/stream/write-journal.ts';
import { filesBelow, streamBench } from './stream-bench.ts';

const { signal } = new AbortController();
const path = 'users/ada/INFO_log.log';

test('what is delivered twice is written once, also by another process', async (t) => {
  const one = streamBench(t);
  one.logger.info('ada', 'first');
  one.logger.info('ada', 'second');
  const parcels = one.take();
  const fates = (receipts: readonly { readonly fate: string }[]) => receipts.map((r) => r.fate);
  assert.deepEqual(fates(await one.transport.deliver(parcels, signal)), ['stored', 'stored']);
  assert.deepEqual(fates(await one.transport.deliver(parcels, signal)), ['duplicate', 'duplicate']);
  const other = streamBench(t, {}, { directory: one.directory });
  other.logger.info('ada', 'first');
  other.logger.info('ada', 'second');
  other.logger.info('ada', 'third');
  const receipts = await other.transport.deliver(other.take(), signal);
  assert.deepEqual(fates(receipts), ['duplicate', 'duplicate', 'stored']);
  assert.equal(one.text(path), 'INFO:  first\nINFO:  second\nINFO:  third\n');
});

// As a process leaves it that was killed in the middle of a write, or right after it.
for (const [kept, name] of [
  [0, 'before a write'],
  [7, 'in the middle of a write'],
  [Infinity, 'after a write'],
] as const) {
  test(`a process that was killed ${name} loses nothing and doubles nothing`, async (t) => {
    const bench = streamBench(t);
    bench.logger.info('ada', 'first');
    await bench.write();
    const whole = join(bench.directory, path);
    const { size, ino } = fs.statSync(whole);
    const text = 'INFO:  second\nINFO:  third\n';
    new WriteJournal(join(bench.directory, '.whodid')).begin({
      ...{ path, file: String(ino), size, bytes: text.length },
      ...{ epoch: '0123456789abcdef', before: 1, last: 3 },
    });
    fs.appendFileSync(whole, text.slice(0, kept));
    const next = streamBench(t, {}, { directory: bench.directory, epoch: 'fedcba9876543210' });
    next.logger.info('ada', 'of another');
    await next.write();
    const adopter = streamBench(t, {}, { directory: bench.directory });
    for (const message of ['first', 'second', 'third']) adopter.logger.info('ada', message);
    await adopter.write();
    const found = bench.text(path).split('\n').slice(0, -1);
    assert.deepEqual(found.toSorted(), [
      'INFO:  first',
      'INFO:  of another',
      'INFO:  second',
      'INFO:  third',
    ]);
    assert.ok(found.indexOf('INFO:  second') < found.indexOf('INFO:  third'));
  });
}

test('a process that was killed while it put a file aside costs nothing', async (t) => {
  const bench = streamBench(t, { linesLimit: 10 });
  for (let number = 0; number < 8; number += 1) bench.logger.info('ada', `entry ${number}`);
  await bench.write();
  // It had given the file its second name and not yet taken away the first.
  const archives = join(bench.directory, 'log-archives', 'info');
  fs.mkdirSync(archives, { recursive: true });
  fs.linkSync(join(bench.directory, path), join(archives, 'ada_INFO_log_x.log'));
  bench.logger.info('ada', 'entry 8');
  await bench.write();
  assert.deepEqual(filesBelow(bench.directory), ['log-archives/info/ada_INFO_log_x.log', path]);
  assert.equal(bench.text(path), 'INFO:  entry 8\n');
});

test('a dead process does not keep its lock, and a living one is waited for', async (t) => {
  const bench = streamBench(t);
  bench.logger.info('ada', 'first');
  await bench.write();
  const lock = join(bench.directory, '.whodid', 'lock');
  fs.mkdirSync(lock);
  const dead = { pid: 2 ** 22 + 1, startTicks: '1', bootId: bootId(), pidNamespace: namespace() };
  fs.writeFileSync(join(lock, 'owner.json'), JSON.stringify(dead));
  bench.logger.info('ada', 'second');
  await bench.write();
  assert.equal(bench.text(path), 'INFO:  first\nINFO:  second\n');
  fs.mkdirSync(lock);
  const stat = fs.readFileSync('/proc/self/stat', 'utf8');
  const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  fs.writeFileSync(
    join(lock, 'owner.json'),
    JSON.stringify({ ...dead, pid: process.pid, startTicks }),
  );
  bench.logger.info('ada', 'third');
  const writing = bench.write();
  setTimeout(() => fs.rmSync(lock, { recursive: true }), 200);
  await writing;
  assert.equal(bench.text(path), 'INFO:  first\nINFO:  second\nINFO:  third\n');
});

test('lines are counted once: a file is not read again when nobody else wrote to it', async (t) => {
  const bench = streamBench(t, { linesLimit: 1000 });
  bench.logger.info('ada', 'x'.repeat(100));
  await bench.write();
  const read = t.mock.method(fs, 'readSync');
  for (let number = 0; number < 100; number += 1) {
    bench.logger.info('ada', `entry ${number}`);
    await bench.write();
  }
  const bytes = read.mock.calls.reduce((sum, call) => sum + (call.result ?? 0), 0);
  assert.equal(bytes, 0);
  // Of what another process has added only that is read.
  fs.appendFileSync(join(bench.directory, path), 'by hand\n');
  bench.logger.info('ada', 'last');
  await bench.write();
  const more = read.mock.calls.reduce((sum, call) => sum + (call.result ?? 0), 0);
  assert.equal(more, 8);
});

test('a file without a head is put aside all the same', async (t) => {
  const bench = streamBench(t, { linesLimit: 10 });
  fs.mkdirSync(join(bench.directory, 'users/ada'), { recursive: true });
  fs.writeFileSync(join(bench.directory, path), 'x\n'.repeat(10));
  bench.logger.info('ada', 'first');
  await bench.write();
  assert.equal(bench.text(path), 'INFO:  first\n');
  assert.match(filesBelow(bench.directory)[0] ?? '', /^log-archives\/info\/ada_INFO_log_\d{4}-/);
});

for (const code of ['ENOSPC', 'EIO', 'short write']) {
  test(`a disk that refuses (${code}) leaves no half of an entry, and all is there when it is well`, async (t) => {
    let broken = false;
    const bench = streamBench(
      t,
      {},
      {
        disk: {
          write(fd, bytes) {
            if (!broken) return realTextDisk.write(fd, bytes);
            if (code === 'short write')
              return bytes.length > 9 ? realTextDisk.write(fd, bytes.subarray(0, 9)) : 0;
            realTextDisk.write(fd, bytes.subarray(0, 9));
            throw Object.assign(new Error(code), { code });
          },
        },
      },
    );
    bench.logger.info('ada', 'first');
    await bench.write();
    const before = fs.readFileSync(join(bench.directory, path), 'utf8');
    broken = true;
    bench.logger.info('ada', 'second');
    bench.logger.info('bob', 'to another file');
    const parcels = bench.take();
    await assert.rejects(bench.transport.deliver(parcels, signal), (error) => {
      const reason = code === 'short write' ? 'ENOSPC' : code;
      return isWhodidError(error, 'TRANSPORT_UNAVAILABLE') && error.facts.reason === reason;
    });
    assert.equal(fs.readFileSync(join(bench.directory, path), 'utf8'), before);
    broken = false;
    await bench.transport.deliver(parcels, signal);
    assert.equal(bench.text(path), 'INFO:  first\nINFO:  second\n');
    assert.equal(bench.text('users/bob/INFO_log.log'), 'INFO:  to another file\n');
  });
}

test('folder and files are for this user only', async (t) => {
  const bench = streamBench(t);
  bench.logger.info('ada', 'first');
  await bench.write();
  const modeOf = (name: string) => fs.statSync(join(bench.directory, name)).mode & 0o777;
  assert.equal(modeOf('.'), 0o700);
  assert.equal(modeOf('users/ada'), 0o700);
  assert.equal(modeOf(path), 0o600);
});

test('a link in the place of a file is not followed', async (t) => {
  const bench = streamBench(t);
  const victim = join(bench.directory, 'victim');
  fs.mkdirSync(join(bench.directory, 'users/ada'), { recursive: true });
  fs.writeFileSync(victim, 'mine');
  fs.symlinkSync(victim, join(bench.directory, path));
  bench.logger.info('ada', 'first');
  await assert.rejects(bench.write());
  assert.equal(fs.readFileSync(victim, 'utf8'), 'mine');
});

test('text that is no entry is refused, and its neighbours are written', async (t) => {
  const bench = streamBench(t);
  bench.logger.info('ada', 'first');
  const [parcel] = bench.take();
  assert.ok(parcel);
  const broken = { ...parcel, seq: 2, text: '{' as typeof parcel.text };
  const receipts = await bench.transport.deliver([parcel, broken], signal);
  assert.deepEqual(
    receipts.map(({ fate }) => fate),
    ['stored', 'refused'],
  );
  assert.equal(bench.text(path), 'INFO:  first\n');
});

function bootId(): string {
  return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function namespace(): string {
  return fs.readlinkSync('/proc/self/ns/pid');
}
