import { type Ambient, ambient, within } from '../ambient/ambient.ts';
import type { Clock } from '../clock.ts';
import type { Draft } from '../entry/draft.ts';
import type { Actor } from '../entry/entry.ts';
import { WhodidError } from '../errors.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Counters } from '../ship/counters.ts';
import type { DeliveryThread, DeliveryThreadOptions } from '../ship/delivery-thread.ts';
import type { FromDelivery } from '../ship/messages.ts';
import type { RingWriter } from '../spool/ring-writer.ts';
import { Acknowledger, usualWaitMs } from './acknowledger.ts';
import { type AuthDetails, authDraft } from './auth-draft.ts';
import type { EntryWriter, Written } from './entry-writer.ts';
import { FaultLimit } from './fault-limit.ts';
import { Held } from './held.ts';
import { faultCode, faultDraft, gapDraft } from './internal-drafts.ts';
import { Linger } from './linger.ts';
import type { Listeners } from './listeners.ts';
import type { Outbox } from './outbox.ts';
import { OutboxWay } from './outbox-way.ts';
import type {
  Acknowledgement,
  EntryListener,
  Recorder,
  RecorderState,
  RecordOptions,
} from './recorder.ts';
import type { SideWay } from './side-way.ts';
import type { LaterLevel } from './waiters.ts';

export interface RingRecorderParts {
  readonly ring: RingWriter;
  readonly writer: EntryWriter;
  readonly listeners: Listeners;
  /** The way into text files, if there is one. */
  readonly copies: SideWay | null;
  /** Begins the way of the outbox. */
  openOutbox(): SideWay;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly redactor: Redactor;
  /** Whether there is a transport. */
  readonly delivers: boolean;
  /** Removes all that this process has in ring and spool. */
  discard(): void;
  readonly onFault: (where: string, error: unknown) => void;
  startThread(handlers: Pick<DeliveryThreadOptions, 'onMessage' | 'onCrash'>): DeliveryThread;
}

const usualCloseMs = 5000;
const silenceMs = 5000;
const noAmbient: Ambient = Object.freeze({});

/** The recorder that {@link createRecorder} makes. */
export class RingRecorder implements Recorder {
  readonly #parts: RingRecorderParts;
  readonly #thread: DeliveryThread;
  readonly #acknowledger: Acknowledger;
  readonly #faults = new FaultLimit();
  readonly #held = new Held();
  readonly #linger: Linger;
  #outbox: OutboxWay | null = null;
  #trouble: string | null = null;
  #closing: Promise<void> | null = null;
  /** Whether nothing is taken any more. */
  #closed = false;

  constructor(parts: RingRecorderParts) {
    const { counters, delivers } = parts;
    this.#parts = parts;
    this.#thread = parts.startThread({
      onMessage: (message) => this.#receive(message),
      onCrash: (reason) => this.#crashed(reason),
    });
    this.#acknowledger = new Acknowledger({ thread: this.#thread, counters, delivers });
    this.#linger = new Linger({
      thread: this.#thread,
      isDone: () => this.#isDelivered(),
      beforeExit: () => this.#beforeExit(),
      exit: () => this.#exit(),
    });
  }

  record(draft: Draft, options?: RecordOptions): Promise<Acknowledgement> {
    if (this.#closed) return quiet(Promise.reject(closed()));
    const here = ambient();
    if (here.onDraft !== undefined) this.#tell(here.onDraft, draft);
    const written = this.#write(draft, here);
    // By far the most frequent case, and all that the app pays for.
    if (options === undefined && 'id' in written) {
      return Promise.resolve({ id: written.id, seq: written.seq, level: 'process' });
    }
    return quiet(this.#acknowledger.acknowledge(written, options ?? {}));
  }

  auth(event: string, details?: AuthDetails, options?: RecordOptions): Promise<Acknowledgement> {
    return this.record(authDraft(event, details), options);
  }

  capture(toDraft: () => Draft): void {
    try {
      void this.record(toDraft());
    } catch (error) {
      this.fault('capture', error);
    }
  }

  hold(until: Promise<unknown>, now: () => void): void {
    this.#held.add(until, now);
  }

  on(event: 'entry', listener: EntryListener): void {
    checkEvent(event);
    this.#parts.listeners.add(listener);
  }

  off(event: 'entry', listener: EntryListener): void {
    checkEvent(event);
    this.#parts.listeners.remove(listener);
  }

  within<T>(more: Ambient, fn: () => T): T {
    return within(more, fn);
  }

  as<T>(actor: Actor, fn: () => T): T {
    return within({ actor }, fn);
  }

  fault(where: string, error: unknown): void {
    const { onFault, clock } = this.#parts;
    try {
      onFault(where, error);
    } catch {
      // An alarm that fails is not a reason to fail the app.
    }
    if (this.#closed) return;
    const suppressed = this.#faults.pass(`${where} ${faultCode(error)}`, clock.monotonicMs());
    if (suppressed !== null) this.#write(faultDraft(where, error, suppressed), noAmbient);
  }

  outbox(): Outbox {
    if (this.#outbox === null) {
      const { openOutbox, writer, listeners, clock, nextId, redactor } = this.#parts;
      const onDraft = (draft: Draft): void => {
        const here = ambient();
        if (here.onDraft !== undefined) this.#tell(here.onDraft, draft);
      };
      const way = openOutbox();
      this.#outbox = new OutboxWay({ way, writer, listeners, clock, nextId, redactor, onDraft });
    }
    return this.#outbox;
  }

  newId(): string {
    return this.#parts.nextId();
  }

  now(): number {
    return this.#parts.clock.now();
  }

  state(): RecorderState {
    const { ring, writer, counters } = this.#parts;
    const trouble = ring.trouble ?? this.#silence() ?? this.#trouble ?? this.#waysTrouble ?? null;
    return {
      level: ring.trouble === null ? 'process' : 'captured',
      recorded: writer.recorded + (this.#outbox?.way.taken ?? 0),
      onHost: counters.onHost,
      settled: counters.settled,
      refused: counters.refused,
      dropped: writer.dropped,
      ...(trouble === null ? {} : { trouble }),
    };
  }

  async flush(level: LaterLevel, waitMs: number = usualWaitMs): Promise<void> {
    if (this.#closing !== null) throw closed();
    this.#acknowledger.checkReachable(level);
    this.#parts.writer.noteGap();
    const seq = this.#parts.writer.lastKept;
    await Promise.all([
      seq > 0 && this.#acknowledger.until({ level, seq, single: false }, waitMs),
      this.#outbox?.way.flush(level, waitMs),
    ]);
  }

  close(waitMs: number = usualCloseMs): Promise<void> {
    this.#closing ??= this.#close(waitMs);
    return this.#closing;
  }

  async #close(waitMs: number): Promise<void> {
    const { writer, ring, listeners, clock } = this.#parts;
    const beganAt = clock.monotonicMs();
    await lastConnections();
    await this.#held.settle(waitMs / 2);
    this.#closed = true;
    this.#linger.stop();
    writer.noteGap();
    writer.close();
    listeners.hearAll();
    ring.release();
    const leftMs = Math.max(0, waitMs - (clock.monotonicMs() - beganAt));
    await Promise.all([this.#thread, ...this.#ways].map((way) => way.close(leftMs)));
    this.#acknowledger.close();
  }

  /** The ways beside our own. */
  get #ways(): readonly SideWay[] {
    return [this.#parts.copies, this.#outbox?.way ?? null].filter((way) => way !== null);
  }

  get #waysTrouble(): string | undefined {
    return this.#ways.map(({ trouble }) => trouble).find((trouble) => trouble !== null);
  }

  #tell(onDraft: (draft: Draft) => void, draft: Draft): void {
    try {
      onDraft(draft);
    } catch (error) {
      this.fault('ambient.onDraft', error);
    }
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

  #receive(message: FromDelivery): void {
    switch (message.type) {
      case 'progress':
        this.#acknowledger.reached(message.onHost, message.settled);
        break;
      case 'refused':
        for (const entry of message.entries) {
          this.fault('delivery', this.#acknowledger.refused(entry));
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
    if (this.#ways.some((way) => !way.isDone)) return false;
    // With a destination that is known to be away, waiting for it would be in vain.
    const wanted = delivers && this.#trouble === null ? counters.settled : counters.onHost;
    return Math.max(wanted, counters.settled) >= writer.lastKept;
  }

  #beforeExit(): void {
    const { writer, ring } = this.#parts;
    writer.noteGap();
    ring.release();
    for (const way of this.#ways) way.tidy();
    this.#linger.begin(writer.lastKept + (this.#outbox?.way.taken ?? 0));
  }

  // Only what has nothing to say any more. An entry recorded after this gets a new file.
  #exit(): void {
    const { writer, ring, counters, listeners, discard } = this.#parts;
    listeners.hearAll();
    for (const way of this.#ways) way.exit();
    if (writer.hasGap || counters.settled < writer.lastKept) return;
    ring.release();
    discard();
  }
}

function checkEvent(event: string): void {
  if (event === 'entry') return;
  throw new WhodidError('CONFIG_INVALID', {
    option: 'recorder.on.event',
    wanted: '`entry`',
    got: typeof event,
  });
}

/**
 * A server says that it is closed before its last connections say it, and only then is it known what
 * became of their requests: Node tells of them when the event loop has gone round once.
 */
async function lastConnections(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

function closed(): WhodidError {
  return new WhodidError('RECORDER_CLOSED', {});
}

// Whoever does not ask for the answer must not be killed by it.
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
