import { WhodidError } from '../errors.ts';
import type { Counters } from '../ship/counters.ts';
import type { DeliveryThread, DeliveryThreadOptions } from '../ship/delivery-thread.ts';
import type { FromDelivery } from '../ship/messages.ts';
import type { RingWriter } from '../spool/ring-writer.ts';
import { Acknowledger } from './acknowledger.ts';
import type { LaterLevel } from './waiters.ts';

export interface SideWayParts {
  /** Names it in faults. */
  readonly name: string;
  readonly ring: RingWriter;
  readonly counters: Counters;
  /** Whether there is a transport. */
  readonly delivers: boolean;
  onFault(where: string, error: unknown): void;
  /** Removes all that this process has in ring and spool. */
  discard(): void;
  startThread(handlers: Pick<DeliveryThreadOptions, 'onMessage' | 'onCrash'>): DeliveryThread;
}

/** A little more than the minute in which the recorder lets one fault of a kind through. */
const remindMs = 60_100;

/**
 * Another way for entries beside that of the recorder, with a ring, a spool and a thread of its own, so
 * that neither holds up the other. One leads into text files: a full disk under them holds up nothing
 * but them, and they are there while the collector is away. Another one is that of the outbox.
 *
 * Its ring counts for itself: the number of an entry in it is not the one that its producer gave it.
 */
export class SideWay {
  readonly #parts: SideWayParts;
  readonly #thread: DeliveryThread;
  readonly #acknowledger: Acknowledger;
  #reminder: NodeJS.Timeout | null = null;
  #seq = 0;
  #trouble: string | null = null;
  #closed = false;

  constructor(parts: SideWayParts) {
    const { counters, delivers } = parts;
    this.#parts = parts;
    this.#thread = parts.startThread({
      onMessage: (message) => this.#receive(message),
      onCrash: (reason) => this.#fault(`the thread ended (${reason})`),
    });
    this.#acknowledger = new Acknowledger({ thread: this.#thread, counters, delivers });
  }

  /** Why nothing moves on, if it does not. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Entries that it has taken. */
  get taken(): number {
    return this.#seq;
  }

  /** Whether all has arrived, or cannot for now. */
  get isDone(): boolean {
    const { counters, delivers } = this.#parts;
    const reached = delivers && this.#trouble === null ? counters.settled : counters.onHost;
    return Math.max(reached, counters.settled) >= this.#seq;
  }

  /**
   * Takes the text of an entry. It is in the kernel on return. Never throws.
   *
   * @returns its number on this way, or `null` if it could not be taken, which is told as a fault, or if
   * the recorder is closed.
   */
  add(id: string, text: string): number | null {
    if (this.#closed) return null;
    const { ring, counters } = this.#parts;
    const refusal = ring.append(this.#seq + 1, id, text);
    if (refusal === null) this.#seq += 1;
    else this.#fault(`an entry was left out: ${refusal}`);
    if (counters.ringLost !== 0 && counters.ringLost === ring.file) ring.release();
    if (counters.asleep) {
      counters.asleep = false;
      this.#thread.send({ type: 'wake' });
    }
    return refusal === null ? this.#seq : null;
  }

  /** Whether what has this number would survive a power cut, or has arrived. */
  isSafe(seq: number): boolean {
    const { onHost, settled } = this.#parts.counters;
    return Math.max(onHost, settled) >= seq;
  }

  /**
   * Waits until everything that was taken so far is at `level`.
   *
   * @throws WhodidError `ACKNOWLEDGEMENT_LATE` after `waitMs`.
   */
  async flush(level: LaterLevel, waitMs: number): Promise<void> {
    const seq = this.#seq;
    if (seq > 0) await this.#acknowledger.until({ level, seq, single: false }, waitMs);
  }

  tidy(): void {
    this.#parts.ring.release();
    this.#thread.send({ type: 'tidy' });
  }

  /** The process ends. */
  exit(): void {
    const { ring, counters, discard } = this.#parts;
    if (counters.settled < this.#seq) return;
    ring.release();
    discard();
  }

  async close(waitMs: number): Promise<void> {
    this.#closed = true;
    this.#endReminder();
    this.#parts.ring.release();
    await this.#thread.close(waitMs);
    this.#acknowledger.close();
  }

  #receive(message: FromDelivery): void {
    switch (message.type) {
      case 'trouble':
        this.#trouble = message.trouble;
        this.#tellTrouble();
        this.#remind();
        break;
      case 'refused':
        for (const { reason } of message.entries) this.#fault(reason);
        break;
      case 'gap':
        // Not as a gap: the numbers are ours and nobody else's. Entries of streams went the other way,
        // too; there they are, or a gap says that they are not.
        this.#fault(`${message.gap.count} entries were left out: ${message.gap.reason}`);
        if (message.directory !== null)
          this.#thread.send({ type: 'gapNoted', directory: message.directory });
        break;
      case 'fault':
        this.#parts.onFault(this.#parts.name, Object.assign(new Error(), { code: message.code }));
        break;
      case 'progress':
        this.#acknowledger.reached(message.onHost, message.settled);
        break;
      case 'closed':
        break;
    }
  }

  #tellTrouble(): void {
    if (this.#trouble !== null) this.#fault(this.#trouble);
  }

  // From when it was first told, or a reminder that comes too early makes the next one late.
  #remind(): void {
    if (this.#trouble === null) this.#endReminder();
    else this.#reminder ??= setInterval(() => this.#tellTrouble(), remindMs).unref();
  }

  #endReminder(): void {
    if (this.#reminder !== null) clearInterval(this.#reminder);
    this.#reminder = null;
  }

  #fault(reason: string): void {
    const { name, onFault } = this.#parts;
    const facts = { transport: name, reason };
    onFault(name, new WhodidError('TRANSPORT_UNAVAILABLE', facts));
  }
}
