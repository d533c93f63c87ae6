import {
  type Parcel,
  type Receipt,
  readOptions,
  type Transport,
  type TransportSpec,
  WhodidError,
} from '@whodid/core';
import type { Queue } from 'bullmq';
import {
  type EntryJob,
  type EntryQueueOptions,
  entryQueueRules,
  jobOf,
  openQueue,
  type QueuePlace,
  queuePlace,
} from './entry-queue.ts';

const scope = 'bullmqTransport';

/**
 * Delivers entries into a BullMQ queue, from which a worker brings them to where they are kept: see
 * `startEntryWorker`. While Redis is away they wait in the spool, as they do for a collector.
 *
 * Entries are sealed before, so nothing that redaction takes out gets into Redis. With it,
 * `until: 'remote'` means that Redis has the entry, and that is as safe as Redis is.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function bullmqTransport(options: EntryQueueOptions): TransportSpec {
  const place = queuePlace(scope, readOptions(scope, entryQueueRules, options));
  return { module: import.meta.url, options: place };
}

/** Opens the transport that {@link bullmqTransport} names. For the delivery thread. */
export function openTransport(options: unknown): Transport {
  return new BullMqTransport(options as QueuePlace);
}

const name = 'bullmq';
/** So few that one that fails is easily found, so many that a job is worth its way. */
const entriesInJob = 50;
const answerMs = 10_000;

class BullMqTransport implements Transport {
  readonly name: string = name;
  readonly #place: QueuePlace;
  #queue: Queue<EntryJob> | null = null;

  constructor(place: QueuePlace) {
    this.#place = place;
  }

  async deliver(batch: readonly Parcel[], signal: AbortSignal): Promise<readonly Receipt[]> {
    await this.#inTime(this.#add(batch), signal);
    return batch.map(({ id }): Receipt => ({ id, fate: 'stored' }));
  }

  async close(): Promise<void> {
    const queue = this.#queue;
    this.#queue = null;
    await queue?.close().catch(() => undefined);
  }

  async #add(batch: readonly Parcel[]): Promise<void> {
    const queue = await this.#open();
    const jobs = [];
    for (let at = 0; at < batch.length; at += entriesInJob) {
      jobs.push(jobOf(batch.slice(at, at + entriesInJob)));
    }
    await queue.addBulk(jobs as Parameters<typeof queue.addBulk>[0]);
  }

  async #open(): Promise<Queue<EntryJob>> {
    this.#queue ??= openQueue(this.#place);
    try {
      await this.#queue.waitUntilReady();
      return this.#queue;
    } catch (error) {
      // BullMQ gives up for good on a connection that could not be made at first.
      await this.close();
      throw error;
    }
  }

  // What was given up may still come about; then the same job is there already when we try again.
  async #inTime(work: Promise<void>, signal: AbortSignal): Promise<void> {
    let giveUp: (reason: string) => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      giveUp = (reason) => reject(unavailable(reason));
    });
    const abort = (): void => giveUp('it was stopped');
    const timer = setTimeout(() => giveUp('it did not answer in time'), answerMs);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.catch(() => undefined);
    try {
      await Promise.race([work, late]);
    } catch (error) {
      throw error instanceof WhodidError ? error : unavailable(reasonOf(error), error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }
}

// Never the message: it may have an address with a password in it.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'Redis does not answer';
}

function unavailable(reason: string, cause?: unknown): WhodidError {
  return new WhodidError('TRANSPORT_UNAVAILABLE', { transport: name, reason }, { cause });
}
