import type { Clock } from '../clock.ts';
import { WhodidError } from '../errors.ts';
import type { Counters } from '../ship/counters.ts';
import type { DeliveryThread, DeliveryThreadOptions } from '../ship/delivery-thread.ts';
import type { FromDelivery } from '../ship/messages.ts';
import type { RingWriter } from '../spool/ring-writer.ts';

export interface StreamCopiesParts {
  readonly ring: RingWriter;
  readonly counters: Counters;
  readonly clock: Clock;
  onFault(where: string, error: unknown): void;
  /** Removes all that this process has in ring and spool. */
  discard(): void;
  startThread(handlers: Pick<DeliveryThreadOptions, 'onMessage' | 'onCrash'>): DeliveryThread;
}

const where = 'streams';
/** A little more than the minute in which the recorder lets one fault of a kind through. */
const remindMs = 60_100;

/**
 * The second way of entries that belong to a stream: into text files. It has a ring, a spool and a
 * thread of its own, so a full disk under the text files holds up nothing but them, and they are there
 * while the collector is away.
 */
export class StreamCopies {
  readonly #parts: StreamCopiesParts;
  readonly #thread: DeliveryThread;
  #reminder: NodeJS.Timeout | null = null;
  #seq = 0;
  #trouble: string | null = null;

  constructor(parts: StreamCopiesParts) {
    this.#parts = parts;
    this.#thread = parts.startThread({
      onMessage: (message) => this.#receive(message),
      onCrash: (reason) => this.#fault(`the thread ended (${reason})`),
    });
  }

  /** Why text files are not written, if they are not. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Whether all is written, or cannot be for now. */
  get isDone(): boolean {
    const { counters } = this.#parts;
    const reached = this.#trouble === null ? counters.settled : counters.onHost;
    return Math.max(reached, counters.settled) >= this.#seq;
  }

  /** Takes the text of an entry. It is in the kernel on return. Never throws. */
  add(id: string, text: string): void {
    const { ring, counters } = this.#parts;
    const refusal = ring.append(this.#seq + 1, id, text);
    if (refusal === null) this.#seq += 1;
    else this.#fault(`an entry was left out: ${refusal}`);
    if (counters.ringLost !== 0 && counters.ringLost === ring.file) ring.release();
    if (!counters.asleep) return;
    counters.asleep = false;
    this.#thread.send({ type: 'wake' });
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
    this.#endReminder();
    this.#parts.ring.release();
    await this.#thread.close(waitMs);
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
        // The entries themselves went the other way; there they are, or a gap says that they are not.
        this.#fault(`${message.gap.count} entries were left out: ${message.gap.reason}`);
        if (message.directory !== null)
          this.#thread.send({ type: 'gapNoted', directory: message.directory });
        break;
      case 'fault':
        this.#parts.onFault(where, Object.assign(new Error(), { code: message.code }));
        break;
      case 'progress':
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
    const facts = { transport: where, reason };
    this.#parts.onFault(where, new WhodidError('TRANSPORT_UNAVAILABLE', facts));
  }
}
