import { custom, type OptionRules, type Parcel, text, WhodidError } from '@whodid/core';
import type { Queue } from 'bullmq';
import { loadBullMq } from './load-bullmq.ts';
import { type RedisConnection, type RedisSettings, redisSettings } from './redis-connection.ts';

/** Which queue entries go through. */
export interface EntryQueueOptions {
  /** Where Redis is. Required. The password stays in memory. */
  readonly connection: RedisConnection;

  /**
   * Name of the queue. It is whodid's own, beside those of the app.
   *
   * @defaultValue `whodid-entries`
   */
  readonly queue?: string | undefined;

  /**
   * What BullMQ's keys in Redis begin with.
   *
   * @defaultValue `bull`
   */
  readonly prefix?: string | undefined;
}

export const entryQueueRules: OptionRules<EntryQueueOptions> = {
  connection: custom<RedisConnection>('given', '', () => true),
  queue: text('whodid-entries'),
  prefix: text('bull'),
};

/** Where a queue is, ready to be handed to another thread. */
export interface QueuePlace {
  readonly connection: RedisSettings;
  readonly queue: string;
  readonly prefix: string;
}

/** What a job carries: entries as they were sealed. Nothing else gets into Redis. */
export interface EntryJob {
  readonly entries: readonly Parcel[];
}

export const jobName = 'entries';

/** @throws WhodidError `CONFIG_INVALID`. */
export function queuePlace(
  scope: string,
  { connection, queue, prefix }: Required<{ [K in keyof EntryQueueOptions]: unknown }>,
): QueuePlace {
  const place = { queue: String(queue), prefix: String(prefix) };
  if (place.queue.includes(':')) {
    const facts = { option: `${scope}.queue`, wanted: 'text without a colon', got: 'one' };
    throw new WhodidError('CONFIG_INVALID', facts);
  }
  return { connection: redisSettings(scope, connection as RedisConnection), ...place };
}

/** Opens the queue. Calls on it fail at once while Redis is away. */
export function openQueue({ connection, queue, prefix }: QueuePlace): Queue<EntryJob> {
  const { Queue } = loadBullMq();
  const opened = new Queue<EntryJob>(queue, {
    connection: { ...connection, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    prefix,
    // A settled entry has its place in the store; what failed stays until somebody looks at it.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: false },
  });
  // Told by the calls themselves.
  opened.on('error', () => undefined);
  return opened;
}

/** A job with these entries. The same entries make the same job, so that it is there once. */
export function jobOf(entries: readonly Parcel[]): {
  readonly name: string;
  readonly data: EntryJob;
  readonly opts: { readonly jobId: string };
} {
  const jobId = `${entries[0]?.id}-${entries.length}`;
  return { name: jobName, data: { entries: [...entries] }, opts: { jobId } };
}
