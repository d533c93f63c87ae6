import type { TestContext } from 'node:test';
import {
  type ActivityLog,
  type ActivityLogOptions,
  createActivityLog,
} from '@whodid/capture/activity-log';
import { bullmqTransport, type EntryWorker, startEntryWorker } from '@whodid/capture/bullmq';
import { activityLogTransport, type TransportSpec } from '@whodid/core';
import type { Queue } from 'bullmq';
import { scratch } from '../../../core/test/ship/scratch.ts';
import { StubLogger } from '../../../core/test/ship/stub-logger.ts';
import { loadBullMq } from '../../src/bullmq/load-bullmq.ts';
import { type RedisServer, redisServer } from './redis-server.ts';

const name = 'whodid-activities';

/** An app whose activities go through a queue in a real Redis to a stub of a logger. */
export interface ActivityBench {
  readonly redis: RedisServer;
  readonly stub: StubLogger;
  readonly log: ActivityLog;
  readonly faults: (readonly [string, unknown])[];
  /** The queue, to look at. */
  readonly queue: Queue;
  /** A worker in this process that posts to the stub, or delivers to something else. */
  startWorker(transport?: TransportSpec): Promise<EntryWorker>;
}

export async function activityBench(
  t: TestContext,
  options: Partial<ActivityLogOptions> = {},
): Promise<ActivityBench> {
  const redis = await redisServer(t);
  const stub = await StubLogger.start();
  const faults: (readonly [string, unknown])[] = [];
  const onFault = (where: string, error: unknown) => void faults.push([where, error]);
  const log = createActivityLog({
    loggerUrl: undefined,
    queue: bullmqTransport({ connection: redis.url, queue: name }),
    spoolDir: scratch(t).spoolDirectory,
    service: 'test',
    onFault,
    ...options,
  });
  const queue = new (loadBullMq().Queue)(name, {
    connection: { port: redis.port, host: '127.0.0.1' },
  });
  queue.on('error', () => undefined);
  const workers: EntryWorker[] = [];
  redis.endFirst(async () => {
    await log.close(0);
    for (const worker of workers) await worker.close();
    await queue.close();
    await stub.down();
  });
  return {
    ...{ redis, stub, log, faults, queue },
    async startWorker(transport = activityLogTransport({ url: stub.url, token: 'of-the-worker' })) {
      const worker = startEntryWorker({ connection: redis.url, queue: name, transport, onFault });
      workers.push(worker);
      await worker.ready();
      return worker;
    },
  };
}
