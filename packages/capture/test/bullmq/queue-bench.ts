import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bullmqTransport, type EntryWorker, startEntryWorker } from '@whodid/capture/bullmq';
import { collectorTransport, createRecorder, type EntryFields, type Recorder } from '@whodid/core';
import { createStreamLogger, type StreamLogger } from '@whodid/core/stream';
import type { Queue } from 'bullmq';
import { scratch } from '../../../core/test/ship/scratch.ts';
import { StubCollector } from '../../../core/test/ship/stub-collector.ts';
import { loadBullMq } from '../../src/bullmq/load-bullmq.ts';
import { type RedisServer, redisServer } from './redis-server.ts';

export const patienceMs = 120_000;
const workerFile = fileURLToPath(new URL('./fixtures/entry-worker.ts', import.meta.url));

/** An app whose entries go through a queue in a real Redis to a stub of a collector. */
export interface QueueBench {
  readonly redis: RedisServer;
  readonly stub: StubCollector;
  readonly recorder: Recorder;
  readonly logger: StreamLogger;
  readonly faults: (readonly [string, unknown])[];
  /** The queue, to look at. */
  readonly queue: Queue;
  /** A worker in this process. */
  startHere(): Promise<EntryWorker>;
  /** A worker in another process, once it takes jobs. */
  startThere(): Promise<ChildProcess>;
}

export async function queueBench(
  t: TestContext,
  settings?: readonly string[],
): Promise<QueueBench> {
  const redis = await redisServer(t, settings);
  const stub = await StubCollector.start();
  const { spoolDirectory, ringDirectory } = scratch(t);
  const faults: (readonly [string, unknown])[] = [];
  const onFault = (where: string, error: unknown) => void faults.push([where, error]);
  const recorder = createRecorder({
    ...{ service: 'test', spoolDirectory, ringDirectory, maxWaitMs: 20 },
    transport: bullmqTransport({ connection: redis.url }),
  });
  const queue = new (loadBullMq().Queue)('whodid-entries', {
    connection: { port: redis.port, host: '127.0.0.1' },
  });
  queue.on('error', () => undefined);
  const workers: EntryWorker[] = [];
  redis.endFirst(async () => {
    await recorder.close(0);
    for (const worker of workers) await worker.close();
    await queue.close();
    await stub.down();
  });
  return {
    ...{ redis, stub, recorder, faults, queue, logger: createStreamLogger(recorder) },
    async startHere() {
      const transport = collectorTransport({ url: stub.url, key: 'test-key' });
      const worker = startEntryWorker({ connection: redis.url, transport, onFault });
      workers.push(worker);
      await worker.ready();
      return worker;
    },
    startThere: async () => await startThere(t, redis.url, stub.url),
  };
}

async function startThere(t: TestContext, REDIS: string, URL: string): Promise<ChildProcess> {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=whodid-source', workerFile], {
    env: { ...inherited, REDIS, URL },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** The messages of the entries of one user and stream, in the order in which they arrived. */
export function messagesOf(stub: StubCollector, user: string, stream: string): readonly string[] {
  return stub.entries
    .filter((entry) => entry.stream === stream && userOf(entry) === user)
    .map(({ message = '' }) => message);
}

function userOf({ data }: EntryFields): unknown {
  return (data as { readonly location?: string } | undefined)?.location;
}
