import type { Ambient } from '../ambient/ambient.ts';
import type { Draft } from '../entry/draft.ts';
import type { Actor, Entry } from '../entry/entry.ts';
import type { AuthDetails } from './auth-draft.ts';
import type { Outbox } from './outbox.ts';

/**
 * What an acknowledgement means, weakest first.
 *
 * - `captured`: sealed, in memory. Survives exceptions and `process.exit`.
 * - `process`: in the kernel. Survives SIGKILL of the app.
 * - `host`: in the spool, fdatasync returned. Survives a power cut.
 * - `remote`: committed by the collector. Survives the loss of the app's host.
 */
export type Level = 'captured' | 'process' | 'host' | 'remote';
export const levels: readonly Level[] = ['captured', 'process', 'host', 'remote'];

/** What `record` resolves to. */
export interface Acknowledgement {
  readonly id: string;
  readonly seq: number;
  /** What is certain now. At least the level asked for. */
  readonly level: Level;
}

export interface RecordOptions {
  /**
   * Resolve only when the entry is this safe.
   *
   * @defaultValue `process`
   */
  readonly until?: Level | undefined;
  /**
   * Longest to wait for that, in milliseconds.
   *
   * @defaultValue `30000` (30 s); from 1 to 3600000
   */
  readonly waitMs?: number | undefined;
}

/** How things are between this process and the collector. */
export interface RecorderState {
  /**
   * What `record()` gives on return here: `process`, or `captured` while neither tmpfs nor disk can
   * be written, when entries are dropped and counted.
   */
  readonly level: Level;
  /** Entries sealed by this process. */
  readonly recorded: number;
  /** Highest number up to which everything is at level `host`. */
  readonly onHost: number;
  /** Highest number up to which everything has left: delivered, or in quarantine. */
  readonly settled: number;
  /** Entries that the collector refused, now in quarantine. */
  readonly refused: number;
  /** Entries dropped because ring and memory were full; each range is a `gap` entry. */
  readonly dropped: number;
  /** Why delivery does not move on, if it does not. Never a captured value. */
  readonly trouble?: string;
}

/**
 * Hears an entry: sealed, so without secrets, and frozen. What it throws is reported as a fault of
 * `listener` and reaches nobody else; the same holds for the rejection of an async function, which is
 * not waited for.
 */
export type EntryListener = (entry: Entry) => void;

/** The app's end of whodid. Make one a process with `createRecorder`. */
export interface Recorder {
  /**
   * States what happened. By the time this returns, before any `await`, the entry is sealed and at
   * the level `state().level`.
   *
   * Never throws. The promise rejects only when `until` or `waitMs` asks for more than can be given
   * (`LEVEL_UNREACHABLE`, `ACKNOWLEDGEMENT_LATE`, `ENTRY_REFUSED`, `RECORDER_CLOSED`), and a
   * rejection that nobody awaits does not reach the process. An entry that had to be dropped rejects
   * with `LEVEL_UNREACHABLE`. Waiting for `host` or `remote` keeps the process alive meanwhile.
   */
  record(draft: Draft, options?: RecordOptions): Promise<Acknowledgement>;

  /**
   * States a sign-in or what belongs to it: `login`, `logout`, `password.reset`. The action becomes
   * `user.login` and so on, the kind `auth`, the stream `LOGIN`.
   *
   * Failures belong here, too: `recorder.auth('login', { outcome: 'failure', reason: 'locked' })`.
   * Promises what {@link Recorder.record} does.
   */
  auth(event: string, details?: AuthDetails, options?: RecordOptions): Promise<Acknowledgement>;

  /** Makes and records a draft; what `toDraft` throws is reported as a fault and goes no further. */
  capture(toDraft: () => Draft): void;

  /**
   * Announces something that will be recorded when `until` settles: `close` waits for it, for at most half
   * of its time, and then calls `now`, which records at once what there is and must not throw.
   */
  hold(until: Promise<unknown>, now: () => void): void;

  /**
   * Calls `listener` with each entry from now on, soon after it was written: never on the stack of who
   * recorded it, in order, outside of what was ambient there, with or without a transport. A listener
   * that is added twice is called once; one that records hears that, too.
   *
   * Listeners that cannot keep up cost at most 8 Mi characters of waiting entries. Further ones are
   * stored all the same and not heard; the fault `LISTENER_BEHIND` says how many.
   *
   * @throws WhodidError `CONFIG_INVALID` for another word than `entry`, or for what is no function.
   */
  on(event: 'entry', listener: EntryListener): void;

  /** Ends what {@link Recorder.on} began, at once: entries that still wait are not heard either. */
  off(event: 'entry', listener: EntryListener): void;

  /** Runs `fn` with more ambient: see {@link Ambient}. */
  within<T>(more: Ambient, fn: () => T): T;

  /** Runs `fn` for somebody: what a job or a script does has no request that says who acts. */
  as<T>(actor: Actor, fn: () => T): T;

  /** Reports a failure inside whodid or its adapters to the stream INTERNAL. Never throws. */
  fault(where: string, error: unknown): void;

  /** The way of entries that wait in a database for the end of a transaction; begins when it is first asked for. */
  outbox(): Outbox;

  /** A new UUIDv7. */
  newId(): string;

  /** Wall time in milliseconds since 1970. */
  now(): number;

  /** How things are. */
  state(): RecorderState;

  /**
   * Waits until everything recorded so far is at `level`.
   *
   * @throws WhodidError `ACKNOWLEDGEMENT_LATE` after `waitMs` (default 30000).
   */
  flush(level: 'host' | 'remote', waitMs?: number): Promise<void>;

  /**
   * Delivers what it can within `waitMs` (default 5000), then stops. What is left stays in the spool
   * and is delivered by the next process that opens it. Listeners hear what they have not heard yet.
   * What was announced with {@link Recorder.hold} is waited for. Idempotent.
   */
  close(waitMs?: number): Promise<void>;
}
