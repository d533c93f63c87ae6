export { bullmqTransport } from './bullmq-transport.ts';
export { unsafeSettings } from './check-redis.ts';
export type { EntryQueueOptions } from './entry-queue.ts';
export {
  type EntryWorker,
  type EntryWorkerOptions,
  replayFailed,
  startEntryWorker,
} from './entry-worker.ts';
export { carry, inJob } from './in-job.ts';
export type { ConnectionLike, RedisConnection, RedisSettings } from './redis-connection.ts';
