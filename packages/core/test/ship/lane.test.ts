import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '@whodid/core';
import fc from 'fast-check';
import type { Lane } from '../../src/ship/lane.ts';
import { openOwnLane } from '../../src/ship/open-lane.ts';
import { ChunkReader } from '../../src/spool/chunk-reader.ts';
import { type Disk, realDisk } from '../../src/spool/disk.ts';
import { epochDirectory } from '../../src/spool/epoch-directory.ts';
import { encodeFileHeader } from '../../src/spool/file-header.ts';
import { thisProcess } from '../../src/spool/owner.ts';
import { RingWriter } from '../../src/spool/ring-writer.ts';
import { type SpoolPlaces, spoolPlaces } from '../../src/spool/spool-places.ts';
import { idOf } from '../spool/frames.ts';
import { scratch } from './scratch.ts';

type Step =
  | { readonly does: 'record'; readonly count: number }
  | { readonly does: 'drain'; readonly failAt: number }
  | { readonly does: 'ship'; readonly count: number; readonly end: ShipEnd }
  | { readonly does: 'crash' }
  | { readonly does: 'renew' }
  | { readonly does: 'tidy' };

type ShipEnd = 'answered' | 'answer lost' | 'batch lost';
const ends: readonly ShipEnd[] = ['answered', 'answer lost', 'batch lost'];

const steps = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant('record' as const), count: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ does: fc.constant('drain' as const), failAt: fc.integer({ min: 0, max: 12 }) }),
    fc.record({
      does: fc.constant('ship' as const),
      count: fc.integer({ min: 1, max: 60 }),
      end: fc.constantFrom(...ends),
    }),
    fc.record({ does: fc.constant('crash' as const) }),
    fc.record({ does: fc.constant('renew' as const) }),
    fc.record({ does: fc.constant('tidy' as const) }),
  ),
  { minLength: 1, maxLength: 40 },
);

// Whatever fails in between, and however often the delivery thread starts anew: in the end each
// entry has been delivered, and a thread delivers in order.
test('no order of records, failures, lost answers and crashes loses an entry', (context) => {
  fc.assert(
    fc.property(steps, fc.constantFrom(...spoolLimits), (list, spoolLimitBytes) => {
      const run = new Run(context, spoolLimitBytes);
      for (const step of list) run.take(step);
      run.finish();
      assert.deepEqual(run.missing(), []);
      assert.deepEqual(run.damage, []);
      assert.ok(run.inOrder);
    }),
    { numRuns: 150 },
  );
});

const epoch = '0123456789abcdef';
const ringLimitBytes = 262_144;
// From hardly more than one run to more than there will be.
const spoolLimits = [120_000, 300_000, 1_000_000_000];

class Run {
  readonly damage: string[] = [];
  inOrder = true;
  readonly #places: SpoolPlaces;
  readonly #writer: RingWriter;
  readonly #spoolLimitBytes: number;
  readonly #delivered = new Set<number>();
  #lane: Lane;
  #newest = 0;
  #seq = 0;
  #lastOfThread = 0;
  #failIn = 0;

  constructor(context: TestContext, spoolLimitBytes: number) {
    this.#spoolLimitBytes = spoolLimitBytes;
    const { spoolDirectory, ringDirectory } = scratch(context);
    this.#places = spoolPlaces(spoolDirectory, ringDirectory);
    const owner = thisProcess();
    const { ring } = this.#places;
    this.#writer = new RingWriter({
      places: [{ prepare: () => epochDirectory(ring ?? assert.fail(), epoch, owner) }],
      limitBytes: ringLimitBytes,
      header: encodeFileHeader({ epoch, producer: 'test' }),
      clock: systemClock,
      removedBelow: () => this.#lane.ringRemovedBelow,
      onFile: (number) => {
        this.#newest = number;
      },
    });
    this.#lane = this.#open();
  }

  take(step: Step): void {
    if (step.does === 'record') this.#record(step.count);
    if (step.does === 'drain') this.#drain(step.failAt);
    if (step.does === 'ship') this.#ship(step.count, step.end);
    if (step.does === 'renew') this.#lane.renew(1);
    if (step.does === 'tidy') this.#tidy();
    if (step.does === 'crash') this.#crash();
  }

  finish(): void {
    while (this.#deliverAll()) {
      // Until a look at both finds nothing.
    }
    this.#lane.close();
    this.#writer.release();
  }

  missing(): readonly number[] {
    return Array.from({ length: this.#seq }, (_, index) => index + 1).filter(
      (seq) => !this.#delivered.has(seq),
    );
  }

  #record(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const seq = this.#seq + 1;
      // Large ones now and then, so that files are finished, and the ring is full at times.
      const text = 'x'.repeat(seq % 4 === 0 ? 15_000 : 100);
      const refusal = this.#writer.append(seq, idOf(seq), text);
      if (refusal === null) this.#seq = seq;
      else assert.equal(refusal, 'ring full');
    }
  }

  #drain(failAt: number): boolean {
    this.#failIn = failAt;
    let moved = false;
    try {
      while (this.#lane.drain(0)) moved = true;
    } catch (error) {
      assert.match((error as { code: string }).code, /^(EIO|spool full)$/);
    }
    this.#failIn = 0;
    return moved;
  }

  #tidy(): void {
    this.#deliverAll();
    this.#lane.renew(1);
  }

  #deliverAll(): boolean {
    let moved = this.#drain(0);
    while (this.#ship(1000, 'answered')) moved = true;
    return moved;
  }

  #ship(entries: number, end: ShipEnd): boolean {
    const batch = this.#lane.next({ entries, bytes: 1_000_000 });
    if (batch === null) return false;
    if (end === 'batch lost') return true;
    for (const { seq } of batch.entries) this.#delivered.add(seq);
    if (end === 'answer lost') return true;
    if (batch.entries.some(({ seq }) => seq <= this.#lastOfThread)) this.inOrder = false;
    this.#lastOfThread = batch.last;
    this.#lane.settle(batch, 0);
    return true;
  }

  // Nothing is closed in order: what counts is what is on the disk.
  #crash(): void {
    this.#lane = this.#open();
    this.#lastOfThread = 0;
  }

  #open(): Lane {
    const tools = {
      config: {
        memory: new SharedArrayBuffer(8),
        epoch,
        producerId: 'test',
        transport: null,
        places: this.#places,
        ringLimitBytes,
        spoolLimitBytes: this.#spoolLimitBytes,
        batchSize: 500,
        maxWaitMs: 20,
      },
      owner: thisProcess(),
      disk: this.#disk(),
      chunks: new ChunkReader(),
      onDamage: ({ reason }: { reason: string }) => this.damage.push(reason),
      onFault: () => undefined,
      setAside: (_: string, path: string) => this.damage.push(path),
    };
    return openOwnLane(tools, () => this.#newest);
  }

  // From the call on that is named, each one fails until the drain is over.
  #disk(): Disk {
    const count = (): void => {
      if (this.#failIn === 0) return;
      this.#failIn -= 1;
      if (this.#failIn > 0) return;
      this.#failIn = 1;
      throw Object.assign(new Error('injected'), { code: 'EIO' });
    };
    return {
      ...realDisk,
      open: (path, flags, mode) => {
        count();
        return realDisk.open(path, flags, mode);
      },
      write: (fd, bytes) => {
        count();
        return realDisk.write(fd, bytes);
      },
      sync: (fd) => {
        count();
        realDisk.sync(fd);
      },
      syncDirectory: (path) => {
        count();
        realDisk.syncDirectory(path);
      },
    };
  }
}
