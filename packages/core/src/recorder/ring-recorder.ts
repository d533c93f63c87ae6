import { type Ambient, ambient, within } from '../ambient/ambient.ts';
import type { Clock } from '../clock.ts';
import type { Draft } from '../entry/draft.ts';
import { WhodidError } from '../errors.ts';
import type { Counters } from '../ship/counters.ts';
import type { DeliveryThread, DeliveryThreadOptions } from '../ship/delivery-thread.ts';
import type { FromDelivery } from '../ship/messages.ts';
import type { RingWriter } from '../spool/ring-writer.ts';
import type { EntryWriter, Written } from './entry-writer.ts';
import { FaultLimit } from './fault-limit.ts';
import { faultCode, faultDraft, gapDraft } from './internal-drafts.ts';
import { Linger } from './linger.ts';
import {
  type Acknowledgement,
  levels,
  type Recorder,
  type RecorderState,
  type RecordOptions,
} from './recorder.ts';
import { type LaterLevel, Waiters } from './waiters.ts';

export interface RingRecorderParts {
  readonly ring: RingWriter;
  readonly writer: EntryWriter;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly nextId: () => string;
  /** Whether there is a transport. */
  readonly delivers: boolean;
  /** Removes all that this process has in ring and spool. */
  discard(): void;
  readonly onFault: (where: string, error: unknown) => void;
  startThread(handlers: Pick<DeliveryThreadOptions, 'onMessage' | 'onCrash'>): DeliveryThread;
}

const usualWaitMs = 30_000;
const usualCloseMs = 5000;
const longestWaitMs = 3_600_000;
const silenceMs = 5000;
const noAmbient: Ambient = Object.freeze({});

/** The recorder that {@link createRecorder} makes. */
export class RingRecorder implements Recorder {
  readonly #parts: RingRecorderParts;
  readonly #thread: DeliveryThread;
  readonly #waiters: Waiters;
  readonly #faults = new FaultLimit();
  readonly #linger: Linger;
  #trouble: string | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: RingRecorderParts) {
    this.#parts = parts;
    this.#thread = parts.startThread({
      onMessage: (message) => this.#receive(message),
      onCrash: (reason) => this.#crashed(reason),
    });
    this.#waiters = new Waiters((count) => this.#waiting(count));
    this.#linger = new Linger({
      thread: this.#thread,
      isDone: () => this.#isDelivered(),
      beforeExit: () => this.#beforeExit(),
      exit: () => this.#exit(),
    });
  }

  record(draft: Draft, options?: RecordOptions): Promise<Acknowledgement> {
    if (this.#closing !== null)
      return quiet(Promise.reject(new WhodidError('RECORDER_CLOSED', {})));
    const written = this.#write(draft, ambient());
    // By far the most frequent case, and all that the app pays for.
    if (options === undefined && 'id' in written) {
      return Promise.resolve({ id: written.id, seq: written.seq, level: 'process' });
    }
    return quiet(this.#acknowledge(written, options ?? {}));
  }

  capture(toDraft: () => Draft): void {
    try {
      void this.record(toDraft());
    } catch (error) {
      this.fault('capture', error);
    }
  }

  within<T>(more: Ambient, fn: () => T): T {
    return within(more, fn);
  }

  fault(where: string, error: unknown): void {
    try {
      this.#parts.onFault(where, error);
    } catch {
      // An alarm that fails is not a reason to fail the app.
    }
    if (this.#closing !== null) return;
    const suppressed = this.#faults.pass(
      `${where} ${faultCode(error)}`,
      this.#parts.clock.monotonicMs(),
    );
    if (suppressed !== null) this.#write(faultDraft(where, error, suppressed), noAmbient);
  }

  newId(): string {
    return this.#parts.nextId();
  }

  now(): number {
    return this.#parts.clock.now();
  }

  state(): RecorderState {
    const { ring, writer, counters } = this.#parts;
    const trouble = ring.trouble ?? this.#silence() ?? this.#trouble;
    return {
      level: ring.trouble === null ? 'process' : 'captured',
      recorded: writer.recorded,
      onHost: counters.onHost,
      settled: counters.settled,
      refused: counters.refused,
      dropped: writer.dropped,
      ...(trouble === null ? {} : { trouble }),
    };
  }

  async flush(level: LaterLevel, waitMs: number = usualWaitMs): Promise<void> {
    if (this.#closing !== null) throw new WhodidError('RECORDER_CLOSED', {});
    this.#checkReachable(level);
    this.#parts.writer.noteGap();
    const seq = this.#parts.writer.lastKept;
    if (seq > 0) await this.#until({ level, seq, single: false }, waitMs);
  }

  close(waitMs: number = usualCloseMs): Promise<void> {
    this.#closing ??= this.#close(waitMs);
    return this.#closing;
  }

  async #close(waitMs: number): Promise<void> {
    const { writer, ring } = this.#parts;
    this.#linger.stop();
    writer.noteGap();
    writer.close();
    ring.release();
    await this.#thread.close(waitMs);
    this.#waiters.end(new WhodidError('RECORDER_CLOSED', {}));
  }

  #write(draft: Draft, from: Ambient): Written {
    const { writer, ring, counters } = this.#parts;
    const written = writer.write(draft, from);
    // Somebody removed the file under us. It is read to its end, and the next one has a name again.
    if (counters.ringLost !== 0 && counters.ringLost === ring.file) ring.release();
    if (counters.asleep) {
      counters.asleep = false;
      this.#thread.send({ type: 'wake' });
    }
    return written;
  }

  async #acknowledge(written: Written, options: RecordOptions): Promise<Acknowledgement> {
    const { until = 'process', waitMs = usualWaitMs } = options;
    checkWait(until, waitMs);
    if ('dropped' in written) {
      throw new WhodidError('LEVEL_UNREACHABLE', { level: until, reason: written.dropped });
    }
    const { id, seq } = written;
    if (until === 'captured' || until === 'process') return { id, seq, level: 'process' };
    this.#checkReachable(until);
    await this.#until({ level: until, seq, single: true }, waitMs);
    return { id, seq, level: until };
  }

  #until(awaited: Parameters<Waiters['until']>[0], waitMs: number): Promise<void> {
    const reached = this.#waiters.until(awaited, waitMs);
    this.#thread.send({ type: 'wake' });
    return reached;
  }

  #checkReachable(level: LaterLevel): void {
    if (level === 'host' || this.#parts.delivers) return;
    throw new WhodidError('LEVEL_UNREACHABLE', { level, reason: 'there is no transport' });
  }

  #waiting(count: number): void {
    this.#parts.counters.waiters = count;
    this.#thread.hold(count > 0);
  }

  #receive(message: FromDelivery): void {
    switch (message.type) {
      case 'progress':
        this.#waiters.reached(message.onHost, message.settled);
        break;
      case 'refused':
        for (const { id, seq, reason } of message.entries) {
          const error = new WhodidError('ENTRY_REFUSED', { id, reason });
          this.#waiters.refused(seq, error);
          this.fault('delivery', error);
        }
        break;
      case 'trouble':
        this.#trouble = message.trouble;
        break;
      case 'gap':
        this.#gap(message);
        break;
      case 'fault':
        this.fault(message.where, Object.assign(new Error(), { code: message.code }));
        break;
      case 'closed':
        break;
    }
  }

  // Only when the gap entry is safe may the thread forget what it found.
  #gap({ gap, directory }: Extract<FromDelivery, { type: 'gap' }>): void {
    if (this.#closing !== null) return;
    const written = this.#write(gapDraft(gap), noAmbient);
    if ('id' in written && directory !== null) this.#thread.send({ type: 'gapNoted', directory });
  }

  #crashed(reason: string): void {
    this.#trouble = `the delivery thread ended (${reason})`;
    this.fault('delivery thread', Object.assign(new Error(), { code: reason }));
  }

  // The thread says that it lives with each look at the ring, unless it sleeps.
  #silence(): string | null {
    const { counters, clock } = this.#parts;
    if (counters.asleep || counters.beatAt === 0) return null;
    const silentMs = clock.now() - counters.beatAt;
    return silentMs > silenceMs ? 'the delivery thread does not answer' : null;
  }

  #isDelivered(): boolean {
    const { writer, counters, delivers } = this.#parts;
    // With a destination that is known to be away, waiting for it would be in vain.
    const wanted = delivers && this.#trouble === null ? counters.settled : counters.onHost;
    return Math.max(wanted, counters.settled) >= writer.lastKept;
  }

  #beforeExit(): void {
    const { writer, ring } = this.#parts;
    writer.noteGap();
    ring.release();
    this.#linger.begin(writer.lastKept);
  }

  // Only what has nothing to say any more. An entry recorded after this gets a new file.
  #exit(): void {
    const { writer, ring, counters, discard } = this.#parts;
    if (writer.hasGap || counters.settled < writer.lastKept) return;
    ring.release();
    discard();
  }
}

function checkWait(until: string, waitMs: number): void {
  const option = levels.some((level) => level === until) ? 'record.waitMs' : 'record.until';
  const wanted = option === 'record.until' ? levels.join(', ') : `from 1 to ${longestWaitMs}`;
  if (option === 'record.waitMs' && waitMs >= 1 && waitMs <= longestWaitMs) return;
  throw new WhodidError('CONFIG_INVALID', { option, wanted, got: typeof waitMs });
}

// Whoever does not ask for the answer must not be killed by it.
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
