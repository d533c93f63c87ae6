import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../../bench/free-port.ts';
import { redisProgram } from '../../../../tools/needed-programs.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

/** A real Redis on a port of its own, for one test. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Somebody who works on the server itself. Reconnects after a restart. */
  readonly admin: Redis;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, with what its directory holds. */
  start(): Promise<void>;
  /** Stops its process from running, without ending it. */
  freeze(): void;
  thaw(): void;
}

/** Starts a Redis that writes nothing to disk unless it is told to. Ended with the test. */
export async function startRedis(
  t: TestContext,
  ...settings: readonly string[]
): Promise<RedisServer> {
  const directory = temporaryDirectory(t);
  const port = await freePort();
  const flags = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory];
  const quiet = ['--save', '', '--appendonly', 'no', ...settings];
  let child: ChildProcess | undefined;
  const admin = new Redis(port, '127.0.0.1', {
    lazyConnect: true,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  admin.on('error', () => {});
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    admin,
    async kill() {
      const ended = child;
      if (ended === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
      ended.kill('SIGKILL');
      await once(ended, 'exit');
    },
    async start() {
      child = spawn(redisProgram.path, [...flags, ...quiet], { stdio: 'ignore' });
      endWithThisProcess(child);
      await admin.ping();
    },
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
  };
  t.after(async () => {
    admin.disconnect();
    await server.kill();
  });
  await server.start();
  return server;
}

function endWithThisProcess(child: ChildProcess): void {
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/** Waits until something holds, for as long as a busy machine may need. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    if (await holds()) return;
    await wait(10);
  }
  throw new Error('it never came to be');
}
