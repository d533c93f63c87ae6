import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRecorder, type EntryFields, isWhodidError } from '@whodid/core';
import { scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { entriesIn, oddFile, oddTransport } from './open-recorder.ts';
import { startApp } from './run-app.ts';

const ringLimitBytes = 65_536;

interface GapData {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly reason: string;
  readonly epoch: string;
}

// The delivery thread stands still and the ring runs full. Afterwards each number is either an
// entry, or named by a gap.
test('a full ring drops with an exact count, and says so as soon as there is room', async (context) => {
  const { root, spoolDirectory, ringDirectory } = scratch(context);
  const transport = oddTransport(root, 'stall');
  const recorder = createRecorder({ spoolDirectory, ringDirectory, transport, ringLimitBytes });
  context.after(() => recorder.close(0));
  void recorder.record({ action: 'first' });
  await until('the thread stands still', () => recorder.state().onHost === 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  let refused = 0;
  for (let number = 0; number < 1000; number += 1) {
    recorder.record({ action: 'test.count' }).catch((error) => {
      if (isWhodidError(error, 'LEVEL_UNREACHABLE') && error.facts.reason === 'ring full')
        refused += 1;
    });
  }
  const { dropped } = recorder.state();
  assert.ok(dropped > 500, `${dropped} dropped`);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(refused, dropped);
  writeFileSync(oddFile(root), '');
  // No further entry is needed for the gap to be recorded.
  await until('the gap is recorded', () => recorder.state().settled > 1000);
  void recorder.record({ action: 'last' });
  await recorder.flush('remote');
  assertCovered(entriesIn(`${oddFile(root)}.entries`), 1, dropped);
});

test('a gap of a process that was killed while it dropped is recorded by the next one', async (context) => {
  const places = scratch(context);
  const stub = await StubCollector.start();
  context.after(() => stub.down());
  const first = startApp(context, places, {
    RING_LIMIT: String(ringLimitBytes),
    COUNT: '3000',
    END: 'kill',
    NAME: 'first',
  });
  assert.equal((await first.ended).end, 'SIGKILL');
  startApp(context, places, { URL: stub.url, COUNT: '1', END: 'stay', NAME: 'next' });
  // The delivery thread may have made room in between: then there is more than one gap. Each number
  // is either an entry that arrives or is in a gap.
  const ofFirst = (): readonly EntryFields[] =>
    stub.entries.filter(({ service, kind }) => service.name === 'first' && kind !== 'gap');
  const missing = (): number =>
    gapsIn(stub.entries).reduce((left, { count }) => left - count, 3000 - ofFirst().length);
  await until('every number arrives or is in a gap', () => missing() === 0);
  const gaps = gapsIn(stub.entries);
  assert.ok(gaps.length > 0);
  for (const gap of gaps) {
    assert.equal(gap.count, gap.last - gap.first + 1);
    assert.deepEqual([gap.reason, gap.epoch.length], ['ring full', 16]);
  }
  const numbers = [
    ...ofFirst().map(({ producer }) => producer.seq),
    ...gaps.flatMap(({ first: from, count }) =>
      Array.from({ length: count }, (_, at) => from + at),
    ),
  ];
  assert.deepEqual(
    numbers.toSorted((x, y) => x - y),
    Array.from({ length: 3000 }, (_, at) => at + 1),
  );
});

function gapsIn(entries: readonly EntryFields[]): readonly GapData[] {
  return entries.filter(({ kind }) => kind === 'gap').map(({ data }) => data as unknown as GapData);
}

function assertCovered(entries: readonly EntryFields[], from: number, dropped: number): void {
  const seqs = new Set(entries.map(({ producer }) => producer.seq));
  const gaps = gapsIn(entries);
  const last = Math.max(...seqs);
  for (let seq = from; seq <= last; seq += 1) {
    const named = gaps.filter((gap) => gap.first <= seq && seq <= gap.last).length;
    assert.equal(named + (seqs.has(seq) ? 1 : 0), 1, `number ${seq}`);
  }
  assert.equal(
    gaps.reduce((sum, { count }) => sum + count, 0),
    dropped,
  );
}
