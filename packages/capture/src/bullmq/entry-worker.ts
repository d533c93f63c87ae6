import { setTimeout as wait } from 'node:timers/promises';
import {
  custom,
  deliverBatch,
  isWhodidError,
  loadTransport,
  type OptionRules,
  type Parcel,
  type Receipt,
  readOptions,
  type Transport,
  type TransportSpec,
} from '@whodid/core';
import type { Job, Queue, Worker } from 'bullmq';
import { unsafeSettings } from './check-redis.ts';
import {
  type EntryJob,
  type EntryQueueOptions,
  entryQueueRules,
  jobOf,
  openQueue,
  type QueuePlace,
  queuePlace,
} from './entry-queue.ts';
import { loadBullMq } from './load-bullmq.ts';

export interface EntryWorkerOptions extends EntryQueueOptions {
  /** Where the entries of the queue go: what `collectorTransport` or another one returns. Required. */
  readonly transport: TransportSpec;

  /**
   * Called with every failure, for your own alarms, or `recorder.fault`. What it throws is ignored.
   *
   * @defaultValue none
   */
  readonly onFault?: ((where: string, error: unknown) => void) | undefined;
}

/** A worker that brings entries from the queue to where they are kept. */
export interface EntryWorker {
  /**
   * Resolves when it takes jobs, and has looked at the settings of Redis; or when it was closed before.
   * What keeps it from beginning is a fault, and it tries again.
   */
  ready(): Promise<void>;
  /** Ends the job in hand and stops. What is left stays in the queue. */
  close(): Promise<void>;
}

const scope = 'startEntryWorker';
const where = 'task queue';

const workerRules: OptionRules<EntryWorkerOptions> = {
  ...entryQueueRules,
  transport: custom<TransportSpec>('what a transport function returns', noTransport(), isSpec),
  onFault: custom(
    'a function',
    () => undefined,
    (value) => typeof value === 'function',
  ),
};

/** How long a worker may be silent before another one takes over its job, in milliseconds. */
const silenceMs = 10_000;
const firstRetryMs = 200;
const closeMs = 5000;
const longestRetryMs = 30_000;

/**
 * Starts a worker for the queue of `bullmqTransport`, in this process. Start one in as many processes
 * as you like: they take turns, one job at a time, so that entries arrive in the order in which they
 * were queued.
 *
 * While the destination is away the job in hand is tried again, with longer and longer pauses. An
 * entry that it will not have becomes a failed job of its own, with the reason; the others go on.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function startEntryWorker(options: EntryWorkerOptions): EntryWorker {
  const { transport, onFault, ...rest } = readOptions(scope, workerRules, options);
  return new QueueWorker(queuePlace(scope, rest), transport, (error) => {
    try {
      onFault(where, error);
    } catch {
      // An alarm that fails is not a reason to fail.
    }
  });
}

/**
 * Puts failed jobs back into the queue, and tells how many.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`; what BullMQ throws while Redis is away.
 */
export async function replayFailed(options: EntryQueueOptions): Promise<number> {
  const place = queuePlace('replayFailed', readOptions('replayFailed', entryQueueRules, options));
  const queue = openQueue(place);
  try {
    await queue.waitUntilReady();
    const count = await queue.getFailedCount();
    await queue.retryJobs({ state: 'failed' });
    return count;
  } finally {
    await queue.close();
  }
}

/** What a worker has in Redis. */
interface Parts {
  readonly worker: Worker<EntryJob>;
  readonly queue: Queue<EntryJob>;
}

class QueueWorker implements EntryWorker {
  readonly #spec: TransportSpec;
  readonly #onFault: (error: unknown) => void;
  readonly #place: QueuePlace;
  #parts: Parts;
  readonly #stop = new AbortController();
  readonly #ready: Promise<void>;
  #transport: Transport | null = null;

  constructor(place: QueuePlace, spec: TransportSpec, onFault: (error: unknown) => void) {
    this.#spec = spec;
    this.#onFault = onFault;
    this.#place = place;
    this.#parts = this.#open();
    this.#ready = this.#start();
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await closeParts(this.#parts);
    await this.#transport?.close();
  }

  #open(): Parts {
    const { connection, prefix, queue } = this.#place;
    const worker = new (loadBullMq().Worker)<EntryJob>(
      queue,
      async (job, token) => await this.#run(job, token),
      {
        ...{ connection: { ...connection, maxRetriesPerRequest: null }, prefix },
        ...{ concurrency: 1, lockDuration: silenceMs, stalledInterval: silenceMs / 2 },
        // That workers were killed while they had a job is no fault of the job.
        maxStalledCount: 1_000_000,
        autorun: false,
      },
    );
    worker.on('error', (error) => this.#onFault(error));
    worker.on('failed', (_, error) => this.#onFault(error));
    return { worker, queue: openQueue(this.#place) };
  }

  // Whoever starts a worker seldom waits for it: one that gave up would be missed by nobody.
  async #start(): Promise<void> {
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.#begin(this.#parts);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) this.#onFault(error);
      }
      await pause(failures, signal);
      if (signal.aborted) return;
      // BullMQ gives up for good on a connection that could not be made at first.
      const old = this.#parts;
      this.#parts = this.#open();
      await closeParts(old);
    }
  }

  async #begin({ worker, queue }: Parts): Promise<void> {
    await worker.waitUntilReady();
    await queue.waitUntilReady();
    // Of all workers together: order would be lost between them.
    await queue.setGlobalConcurrency(1);
    const client = await worker.backend.client;
    for (const unsafe of await unsafeSettings(client as never)) this.#onFault(unsafe);
    if (this.#stop.signal.aborted) return;
    void worker.run().catch((error: unknown) => this.#onFault(error));
  }

  async #run(job: Job<EntryJob>, token: string | undefined): Promise<void> {
    const entries = parcelsOf(job);
    if (entries === null) throw unrecoverable('the job holds no entries');
    const receipts = await this.#deliver(entries, job);
    if (receipts === null) {
      // We stop. It is the next job again, for whichever worker comes first.
      await job.moveToWait(token);
      throw new (loadBullMq().WaitingError)();
    }
    const refused = receipts.flatMap((receipt, at) =>
      receipt.fate === 'refused' || receipt.fate === 'conflict'
        ? [{ entry: entries[at] as Parcel, reason: receipt.reason }]
        : [],
    );
    const [first] = refused;
    if (first === undefined) return;
    // Alone, it can be looked at and tried again without the others.
    if (entries.length === 1) throw unrecoverable(`${first.entry.id} was refused: ${first.reason}`);
    await this.#parts.queue.addBulk(
      refused.map(({ entry }) => jobOf([entry])) as Parameters<Queue<EntryJob>['addBulk']>[0],
    );
  }

  // In place and not by BullMQ's own retries: those let the next job pass.
  async #deliver(
    entries: readonly Parcel[],
    job: Job<EntryJob>,
  ): Promise<readonly Receipt[] | null> {
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        this.#transport ??= await loadTransport(this.#spec);
        return await deliverBatch(this.#transport, entries, signal);
      } catch (error) {
        if (signal.aborted) break;
        if (failures === 0) this.#onFault(error);
        await this.#tellWaiting(job, failures, error);
      }
      await pause(failures, signal);
    }
    return null;
  }

  // For whoever looks at the queue: why this job takes so long.
  async #tellWaiting(job: Job<EntryJob>, failures: number, error: unknown): Promise<void> {
    const reason = isWhodidError(error) ? error.message : 'unknown';
    await job.updateProgress({ failures: failures + 1, reason }).catch(() => undefined);
  }
}

async function closeParts({ worker, queue }: Parts): Promise<void> {
  for (const part of [worker, queue]) {
    const closed = part.close().catch(() => undefined);
    // With Redis away this would be never.
    const late = wait(closeMs, 'late', { ref: false });
    if ((await Promise.race([closed, late])) === 'late') {
      await part.disconnect().catch(() => undefined);
    }
  }
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
  await wait(pauseMs * (0.5 + Math.random() / 2), null, { signal }).catch(() => null);
}

// A queue is shared: anybody may put anything into it.
function parcelsOf({ data }: Job<EntryJob>): readonly Parcel[] | null {
  const found: unknown = data?.entries;
  if (!Array.isArray(found) || found.length === 0) return null;
  return found.every(isParcel) ? found : null;
}

function isParcel(value: unknown): value is Parcel {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'seq' in value &&
    typeof value.seq === 'number' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

function unrecoverable(message: string): Error {
  return new (loadBullMq().UnrecoverableError)(message);
}

function noTransport(): TransportSpec {
  return { module: '', options: null };
}

function isSpec(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'module' in value && value.module !== '';
}
