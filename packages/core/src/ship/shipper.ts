import { isWhodidError, WhodidError } from '../errors.ts';
import { reasonOf } from '../spool/disk.ts';
import type { Quarantine, QuarantinedEntry } from '../spool/quarantine.ts';
import type { SpoolBatch } from '../spool/spool-cursor.ts';
import type { Receipt, Transport } from '../transport/transport.ts';
import { backoffMs } from './backoff.ts';
import { deliverBatch } from './deliver-batch.ts';
import type { Lane } from './lane.ts';
import { Pause } from './pause.ts';

export interface ShipperOptions {
  /** The lanes to ship from; asked anew before each batch. */
  lanes(): readonly Lane[];
  /** Opens the transport; asked again after a failure, until it succeeds. */
  open(): Promise<Transport>;
  readonly quarantine: Quarantine;
  readonly batchSize: number;
  readonly maxWaitMs: number;
  readonly random: () => number;
  readonly nowMs: () => number;
  /** Whether somebody waits, so that a batch is not held back until it is full. */
  hurry(): boolean;
  /** Called before a batch with refused entries is settled. */
  onRefused(lane: Lane, refused: readonly QuarantinedEntry[]): void;
  onSettled(lane: Lane): void;
  /** Called when a lane has nothing to ship. */
  onEmpty(lane: Lane): void;
  /** Called with why delivery does not move on, and with `null` when it does again. */
  onTrouble(trouble: string | null): void;
}

interface Pick {
  readonly lane: Lane;
  readonly batch: SpoolBatch;
}

// A collector takes 8 MiB in one body.
const batchBytes = 4 * 1024 * 1024;
const deliveryLimitMs = 60_000;
const abortGraceMs = 5000;
const idleMs = 1000;

/**
 * Takes batches from the lanes in turn and delivers them, one at a time and each until it has its
 * receipts: oldest first within a lane, and a long backlog of a dead process does not hold up the
 * entries of a living one.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  readonly #pause = new Pause();
  #transport: Transport | null = null;
  #inFlight: AbortController | null = null;
  #stopped = false;
  #failures = 0;
  #askedMs: number | undefined;
  #turn = 0;

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** Ships until {@link stop}. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const pick = this.#pick();
      if (pick === null) await this.#pause.wakeable(this.#untilDueMs());
      else if (!(await this.#ship(pick))) await this.#pause.fixed(this.#backoffMs());
    }
    await this.#closeTransport();
  }

  /** There is something new to ship, or somebody waits. */
  wake(): void {
    this.#pause.wake();
  }

  /** Ends {@link run} soon. A delivery in flight is given up: it has no receipt. */
  stop(): void {
    this.#stopped = true;
    this.#inFlight?.abort();
    this.#pause.end();
  }

  #pick(): Pick | null {
    const lanes = this.#options.lanes();
    const limits = { entries: this.#options.batchSize, bytes: batchBytes };
    for (let step = 0; step < lanes.length; step += 1) {
      const lane = lanes[(this.#turn + step) % lanes.length];
      if (lane === undefined || !this.#isDue(lane)) continue;
      const batch = this.#read(lane, limits);
      if (batch === null) continue;
      this.#turn = (this.#turn + step + 1) % lanes.length;
      return { lane, batch };
    }
    return null;
  }

  #read(lane: Lane, limits: { entries: number; bytes: number }): SpoolBatch | null {
    try {
      const batch = lane.next(limits);
      if (batch === null) this.#options.onEmpty(lane);
      return batch;
    } catch (error) {
      this.#options.onTrouble(`spool: ${reasonOf(error)}`);
      return null;
    }
  }

  // A dead process adds nothing more, so its batches will not get fuller by waiting.
  #isDue(lane: Lane): boolean {
    if (!lane.own) return true;
    if (lane.waiting === 0) return false;
    if (lane.waiting >= this.#options.batchSize || this.#options.hurry()) return true;
    return this.#waitLeftMs(lane) <= 0;
  }

  #waitLeftMs(lane: Lane): number {
    const { maxWaitMs, nowMs } = this.#options;
    return lane.waitingSince === null ? 0 : lane.waitingSince + maxWaitMs - nowMs();
  }

  #untilDueMs(): number {
    const waits = this.#options
      .lanes()
      .filter((lane) => lane.own && lane.waiting > 0)
      .map((lane) => this.#waitLeftMs(lane));
    return Math.max(1, Math.min(idleMs, ...waits));
  }

  async #ship({ lane, batch }: Pick): Promise<boolean> {
    try {
      const receipts = await this.#deliver(batch);
      const refused = refusedOf(batch, receipts);
      if (refused.length > 0) {
        this.#options.quarantine.keep(lane.epoch, refused);
        this.#options.onRefused(lane, refused);
      }
      this.#failures = 0;
      this.#options.onTrouble(null);
      lane.settle(batch, this.#options.nowMs());
      this.#options.onSettled(lane);
      return true;
    } catch (error) {
      this.#failures += 1;
      this.#askedMs = askedMsOf(error);
      const name = this.#transport?.name ?? 'transport';
      if (!this.#stopped) this.#options.onTrouble(`${name}: ${reasonOf(error)}`);
      return false;
    }
  }

  // Whatever a transport does, this ends: a promise that never settles would stop delivery for good.
  async #deliver(batch: SpoolBatch): Promise<readonly Receipt[]> {
    this.#transport ??= await this.#options.open();
    const transport = this.#transport;
    const controller = new AbortController();
    this.#inFlight = controller;
    const timers: NodeJS.Timeout[] = [];
    const late = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        const facts = { transport: transport.name, reason: 'it did not answer in time' };
        reject(new WhodidError('TRANSPORT_UNAVAILABLE', facts));
      };
      timers.push(setTimeout(() => controller.abort(), deliveryLimitMs));
      timers.push(setTimeout(giveUp, deliveryLimitMs + abortGraceMs));
      controller.signal.addEventListener('abort', () =>
        timers.push(setTimeout(giveUp, abortGraceMs)),
      );
    });
    try {
      return await Promise.race([deliverBatch(transport, batch.entries, controller.signal), late]);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#inFlight = null;
    }
  }

  #backoffMs(): number {
    return backoffMs(this.#failures, this.#options.random(), this.#askedMs);
  }

  async #closeTransport(): Promise<void> {
    try {
      await this.#transport?.close();
    } catch {
      // Nothing depends on it: what has no receipt is still in the spool.
    }
  }
}

function askedMsOf(error: unknown): number | undefined {
  return isWhodidError(error, 'TRANSPORT_UNAVAILABLE') ? error.facts.retryAfterMs : undefined;
}

function refusedOf(batch: SpoolBatch, receipts: readonly Receipt[]): readonly QuarantinedEntry[] {
  return batch.entries.flatMap((entry, index) => {
    const receipt = receipts[index];
    if (receipt?.fate !== 'refused' && receipt?.fate !== 'conflict') return [];
    return [{ entry, fate: receipt.fate, reason: receipt.reason }];
  });
}
