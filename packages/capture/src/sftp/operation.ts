import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { type Draft, type Recorder, systemClock, type Target } from '@whodid/core';
import type { Ending } from './ending.ts';
import { beginOpen, endOpen, type OpenOperation } from './open-operations.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { Transfer } from './transfer.ts';

/** Severity of an API call, as in `Entry.level`. */
const apiLevel = 22;

/** What an operation is about, known when it begins. */
export interface OperationFacts {
  readonly action: string;
  readonly address: RemoteAddress;
  readonly targets: readonly Target[];
  /** What more goes into the entry's `data`. */
  readonly data: { readonly [name: string]: unknown };
  /** Whether it consists of transfers and tells how many. */
  readonly sums: boolean;
  /** The client that it belongs to, and the methods which that calls on the way. */
  readonly client: object;
  readonly steps: readonly string[];
}

/**
 * One operation, from the call until it is over. Then it records exactly one entry, with what was
 * ambient when it began.
 */
export class Operation implements OpenOperation {
  readonly #recorder: Recorder;
  readonly #facts: OperationFacts;
  readonly #parent: Operation | undefined;
  readonly #scope = new AsyncResource('WhodidSftpOperation');
  readonly #startedAt: number;
  readonly #startedMs = systemClock.monotonicMs();
  #transfer: Transfer | undefined;
  #told: { readonly [name: string]: unknown } = {};
  #verdict: Ending | undefined;
  #files = 0;
  #bytes = 0;
  #over = false;

  constructor(recorder: Recorder, facts: OperationFacts) {
    this.#recorder = recorder;
    this.#facts = facts;
    this.#parent = openOperation()?.of(facts.client);
    this.#startedAt = recorder.now();
    beginOpen(this);
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether a call of `method` belongs to this operation. */
  includes(client: object, method: string): boolean {
    return this.of(client) !== undefined && this.#facts.steps.includes(method);
  }

  /** This, if it is of `client`. */
  of(client: object): this | undefined {
    return this.#facts.client === client ? this : undefined;
  }

  /** One of its transfers has succeeded. */
  add(bytes: number): void {
    this.#files += 1;
    this.#bytes += bytes;
  }

  /** Takes the first transfer that is begun for it. */
  carry(begin: () => Transfer): void {
    if (this.#transfer !== undefined) return;
    try {
      this.#transfer = begin();
    } catch (error) {
      this.#fault(error);
    }
  }

  /** Adds what becomes known meanwhile; a verdict is better than what a later error tells. */
  tell(data: { readonly [name: string]: unknown }, verdict?: Ending): void {
    this.#told = { ...this.#told, ...data };
    this.#verdict ??= verdict;
  }

  /** It is over. Only the first time counts. Never throws. */
  end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    endOpen(this);
    try {
      const draft = (): Draft => this.#draft(this.#verdict ?? ending);
      this.#scope.runInAsyncScope(() => this.#recorder.capture(draft));
    } catch {
      // A recorder never throws; a broken one must not take the app with it.
    }
  }

  /** It is not recorded: another operation takes its place. */
  drop(): void {
    this.#over = true;
    endOpen(this);
  }

  #draft(ending: Ending): Draft {
    const { action, address, targets, data } = this.#facts;
    return {
      kind: 'sftp.out',
      action,
      level: apiLevel,
      ...ending,
      occurredAt: this.#startedAt,
      targets,
      data: {
        ...address,
        ...data,
        ...this.#told,
        ...this.#passed(ending.outcome === 'success'),
        durationMs: Math.round((systemClock.monotonicMs() - this.#startedMs) * 1000) / 1000,
      },
    };
  }

  #passed(whole: boolean): { readonly [name: string]: unknown } {
    if (this.#facts.sums) return { count: this.#files, bytes: this.#bytes };
    if (this.#transfer === undefined) return {};
    const { bytes } = this.#transfer;
    if (!whole) return { bytes };
    this.#parent?.add(bytes);
    const sha256 = this.#transfer.sha256();
    return sha256 === undefined ? { bytes } : { bytes, sha256 };
  }

  #fault(error: unknown): void {
    try {
      this.#recorder.fault('capture.sftp', error);
    } catch {
      // As in `end`.
    }
  }
}

const operations = new AsyncLocalStorage<Operation>();

/** The operation that the code which runs now is a part of. */
export function openOperation(): Operation | undefined {
  const operation = operations.getStore();
  // A connection outlives the call that opened it, and its events are still inside that.
  return operation?.over === false ? operation : undefined;
}

/** Runs `fn` as a part of `operation`. */
export function insideOperation<T>(operation: Operation, fn: () => T): T {
  return operations.run(operation, fn);
}
