import { ChunkReader } from '../spool/chunk-reader.ts';
import type { DamageReport } from '../spool/damage-report.ts';
import { failureCode, realDisk } from '../spool/disk.ts';
import { heartbeatMs, thisProcess } from '../spool/owner.ts';
import { Quarantine, type QuarantinedEntry } from '../spool/quarantine.ts';
import { loadTransport } from '../transport/load-transport.ts';
import type { TransportSpec } from '../transport/transport.ts';
import { Counters } from './counters.ts';
import { DrainLoop } from './drain-loop.ts';
import type { Lane } from './lane.ts';
import { LaneKeeper } from './lane-keeper.ts';
import type { DeliveryConfig, FromDelivery, ToDelivery } from './messages.ts';
import { Shipper } from './shipper.ts';

const adoptEveryMs = 3000;
const renewFromBytes = 64 * 1024;
const closePollMs = 5;
const transportCloseMs = 1000;

/**
 * Everything that the delivery thread does: it drains the rings, ships what is in the spools, and
 * takes over what dead processes left.
 */
export class Delivery {
  readonly #config: DeliveryConfig;
  readonly #tell: (message: FromDelivery) => void;
  readonly #counters: Counters;
  readonly #keeper: LaneKeeper;
  readonly #drain: DrainLoop;
  readonly #shipper: Shipper | null;
  readonly #quarantine: Quarantine;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #troubles = new Map<string, string>();
  #shipping: Promise<void> = Promise.resolve();
  #closing = false;
  #tidying = false;

  constructor(config: DeliveryConfig, tell: (message: FromDelivery) => void) {
    this.#config = config;
    this.#tell = tell;
    this.#counters = new Counters(config.memory);
    this.#quarantine = new Quarantine(config.places.spool.map(({ path }) => path));
    this.#keeper = new LaneKeeper({
      tools: {
        config,
        owner: thisProcess(),
        disk: realDisk,
        chunks: new ChunkReader(),
        onDamage: (report) => this.#onDamage(report),
        onFault: (code) => tell({ type: 'fault', where: 'spool', code }),
        setAside: (epoch, path) => this.#quarantine.keepFile(epoch, path),
      },
      newestRingFile: () => this.#counters.ringFile,
      onGap: (gap, directory) => tell({ type: 'gap', gap, directory }),
    });
    this.#drain = new DrainLoop({
      lanes: () => this.#keeper.lanes,
      counters: this.#counters,
      nowMs: () => performance.now(),
      onMoved: () => this.#onMoved(),
      onTrouble: (trouble) => this.#onTrouble('spool', trouble),
    });
    this.#shipper = config.transport === null ? null : this.#makeShipper(config.transport);
  }

  start(): void {
    this.#tell({ type: 'trouble', trouble: null });
    this.#drain.wake();
    if (this.#shipper !== null) {
      this.#adopt();
      this.#timers.push(setInterval(() => this.#adopt(), adoptEveryMs));
      this.#shipping = this.#shipper.run();
    }
    this.#timers.push(setInterval(() => this.#beat(), heartbeatMs));
    this.#progress();
  }

  receive(message: ToDelivery): void {
    if (message.type === 'gapNoted') this.#keeper.noted(message.directory);
    else if (message.type === 'close') void this.#close(message.waitMs);
    else {
      this.#tidying = message.type === 'tidy';
      this.#drain.wake();
      this.#shipper?.wake();
      if (this.#tidying) this.#keeper.own.renew(1);
      this.#progress();
    }
  }

  #makeShipper(spec: TransportSpec): Shipper {
    const { batchSize, maxWaitMs } = this.#config;
    return new Shipper({
      batchSize,
      maxWaitMs,
      lanes: () => this.#keeper.lanes,
      open: () => loadTransport(spec),
      quarantine: this.#quarantine,
      random: Math.random,
      nowMs: () => performance.now(),
      hurry: () => this.#closing || this.#tidying || this.#counters.waiters > 0,
      onRefused: (lane, refused) => this.#onRefused(lane, refused),
      onSettled: (lane) => this.#onSettled(lane),
      onEmpty: (lane) => this.#keeper.finish(lane),
      onTrouble: (trouble) => this.#onTrouble('delivery', trouble),
    });
  }

  #onMoved(): void {
    this.#shipper?.wake();
    if (this.#counters.waiters > 0) this.#progress();
  }

  #onSettled(lane: Lane): void {
    if (!lane.own) return;
    this.#counters.settled = Math.max(this.#counters.settled, lane.settled);
    if (this.#counters.waiters > 0) this.#progress();
  }

  // Sent before the batch is settled: whoever waits for one of these must not take it for delivered.
  #onRefused(lane: Lane, refused: readonly QuarantinedEntry[]): void {
    this.#counters.refused += refused.length;
    if (!lane.own) return;
    const entries = refused.map(({ entry, reason }) => ({ id: entry.id, seq: entry.seq, reason }));
    this.#tell({ type: 'refused', entries });
  }

  #progress(): void {
    const { onHost, settled } = this.#counters;
    this.#tell({ type: 'progress', onHost, settled });
  }

  #onTrouble(where: string, trouble: string | null): void {
    if ((this.#troubles.get(where) ?? null) === trouble) return;
    if (trouble === null) this.#troubles.delete(where);
    else this.#troubles.set(where, trouble);
    const all = [...this.#troubles.values()].join('; ');
    this.#tell({ type: 'trouble', trouble: all === '' ? null : all });
  }

  #onDamage(report: DamageReport): void {
    const { epoch, reason, missing } = report;
    try {
      this.#quarantine.keepDamage(report);
    } catch (error) {
      this.#tell({ type: 'fault', where: 'quarantine', code: failureCode(error) });
    }
    if (missing === null) {
      this.#tell({ type: 'fault', where: 'spool', code: reason });
      return;
    }
    const gap = { ...missing, epoch, reason, count: missing.last - missing.first + 1 };
    this.#tell({ type: 'gap', gap, directory: null });
  }

  #adopt(): void {
    try {
      this.#keeper.adopt();
    } catch (error) {
      this.#tell({ type: 'fault', where: 'adoption', code: failureCode(error) });
    }
    if (this.#keeper.lanes.length > 1) this.#drain.wake();
    this.#shipper?.wake();
  }

  #beat(): void {
    try {
      this.#keeper.beat();
      this.#keeper.own.renew(renewFromBytes);
    } catch (error) {
      this.#tell({ type: 'fault', where: 'spool', code: failureCode(error) });
    }
  }

  async #close(waitMs: number): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#drain.drainAll();
    this.#drain.stop();
    this.#shipper?.wake();
    await this.#untilSettled(waitMs);
    this.#shipper?.stop();
    await Promise.race([this.#shipping, sleep(transportCloseMs)]);
    this.#keeper.close();
    this.#progress();
    this.#tell({ type: 'closed' });
  }

  async #untilSettled(waitMs: number): Promise<void> {
    const until = performance.now() + waitMs;
    const { own } = this.#keeper;
    while (this.#shipper !== null && performance.now() < until) {
      if (own.emptied && own.waiting === 0) return;
      await sleep(closePollMs);
      // What a full spool did not take before, it may take now.
      if (!own.emptied) this.#drain.drainAll();
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
