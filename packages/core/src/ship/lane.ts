import type { EpochSpool } from '../spool/epoch-spool.ts';
import type { RingReader, RingRun } from '../spool/ring-reader.ts';
import type { SpoolBatch, SpoolCursor } from '../spool/spool-cursor.ts';

export interface LaneParts {
  readonly epoch: string;
  /** Whether this is the epoch of our own process, whose ring still grows. */
  readonly own: boolean;
  readonly ring: RingReader;
  readonly spool: EpochSpool;
  readonly cursor: SpoolCursor;
}

const runsAtOnce = 8;

/** The way of one epoch's entries: out of its ring into its spool, and on from there in order. */
export class Lane {
  readonly epoch: string;
  readonly own: boolean;
  readonly #parts: LaneParts;
  #emptied = false;
  #waitingSince: number | null = null;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.epoch = parts.epoch;
    this.own = parts.own;
  }

  get onHost(): number {
    return this.#parts.spool.durable;
  }

  get settled(): number {
    return this.#parts.cursor.settled;
  }

  /** Entries in the spool that have no receipt yet, by their numbers. */
  get waiting(): number {
    return Math.max(0, this.#parts.spool.spooled - this.settled);
  }

  /** When the oldest of them began to wait, on the clock given to {@link drain}. */
  get waitingSince(): number | null {
    return this.#waitingSince;
  }

  /** Why the spool is not where it should be; `null` if it is. */
  get trouble(): string | null {
    return this.#parts.spool.trouble;
  }

  get ringRemovedBelow(): number {
    return this.#parts.ring.removedBelow;
  }

  /** Whether the last look found nothing more in the ring. */
  get emptied(): boolean {
    return this.#emptied;
  }

  /** Whether the ring of a dead process has been emptied. Never of our own. */
  get drained(): boolean {
    return this.#emptied && !this.own;
  }

  /**
   * Moves what is in the ring into the spool, and makes it durable there. Stops after a few MiB, so
   * that a fast app does not keep the thread from anything else.
   *
   * @returns whether anything was moved.
   * @throws if the spool cannot take it. It stays in the ring; a later try may succeed.
   */
  drain(nowMs: number): boolean {
    const { ring } = this.#parts;
    this.#emptied = false;
    for (let moved = 0; moved < runsAtOnce; moved += 1) {
      const run = ring.read();
      if (run === null) {
        this.#emptied = true;
        // Nothing follows, and a file goes only when it is not written to any more.
        if (!this.own) this.#parts.spool.close();
        return moved > 0;
      }
      try {
        this.#append(run);
      } catch (error) {
        if (this.#makeRoom()) continue;
        // Those that were moved can leave now; the next look meets the failure again.
        if (moved > 0) return true;
        throw error;
      }
      ring.commit();
      this.#waitingSince ??= nowMs;
    }
    return true;
  }

  /** The next entries to deliver, or `null` if there are none for now. */
  next(limits: { readonly entries: number; readonly bytes: number }): SpoolBatch | null {
    const batch = this.#parts.cursor.next(limits);
    if (batch === null) this.#waitingSince = null;
    return batch;
  }

  settle(batch: SpoolBatch, nowMs: number): void {
    this.#parts.cursor.settle(batch);
    this.#waitingSince = this.waiting > 0 ? nowMs : null;
  }

  /**
   * Leaves nothing behind that was settled already, so that nobody delivers it again. Does nothing
   * while something waits, or if less than `fromBytes` would be saved.
   */
  renew(fromBytes: number): void {
    if (this.waiting === 0) this.#parts.spool.renew(fromBytes);
  }

  /** Number of a ring file that somebody removed under us, or 0. */
  get lostRingFile(): number {
    return this.#parts.ring.lost;
  }

  close(): void {
    this.#parts.ring.close();
    this.#parts.spool.close();
  }

  // A segment stays while it is written to, also when all in it is settled. If that is what fills
  // the spool, nothing else would ever make room. Reading it makes the bytes of a run invalid.
  #makeRoom(): boolean {
    const { spool, cursor } = this.#parts;
    if (this.waiting > 0 || spool.oldest() === undefined) return false;
    spool.close();
    return cursor.next({ entries: 1, bytes: 1 }) === null;
  }

  // After a restart the ring may still hold what the spool has already.
  #append({ bytes, frames }: RingRun): void {
    const { spool } = this.#parts;
    const known = spool.spooled;
    const fresh = frames.find(({ seq }) => seq > known);
    const last = frames.at(-1);
    if (fresh === undefined || last === undefined) return;
    spool.append(bytes.subarray(fresh.start, last.end), fresh.seq, last.seq);
  }
}
