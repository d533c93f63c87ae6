import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../../bench/free-port.ts';
import { leftOutWithout, redisProgram } from '../../../../tools/needed-programs.ts';

/** Why tests with Redis are left out on this machine. */
export const withoutRedis: string | false = leftOutWithout(redisProgram);

/** An ioredis connection, as far as tests use it. */
export interface Redis {
  info(section: string): Promise<string>;
  call(command: string, ...args: string[]): Promise<unknown>;
  disconnect(): void;
  duplicate(): Redis;
  on(event: 'error', listener: () => void): unknown;
  readonly options: { readonly host?: string; readonly port?: number };
}

/** A real Redis on a port of its own, whose data survives a restart. Ends with the test. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** A connection that ends with the test. */
  connect(): Redis;
  /** Ends it without a chance to write anything more. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends something that uses it before it ends. */
  endFirst(end: () => Promise<void>): void;
}

export async function redisServer(
  t: TestContext,
  settings: readonly string[] = ['--appendonly', 'yes'],
): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-redis-'));
  const port = await freePort();
  const connections: Redis[] = [];
  const before: (() => Promise<void>)[] = [];
  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (child === null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    child = null;
  };
  const start = async (): Promise<void> => {
    const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
    child = spawn(redisProgram.path, [...where, '--save', '', ...settings], { stdio: 'ignore' });
    const probe = open(port);
    for (let tries = 0; ; tries += 1) {
      try {
        await probe.info('server');
        break;
      } catch (error) {
        if (tries > 400) throw error;
        await wait(25);
      }
    }
    probe.disconnect();
  };
  // Those that use it end first: what was registered after this one.
  t.after(async () => {
    for (const end of before) await end();
    for (const connection of connections) connection.disconnect();
    await kill();
    rmSync(directory, { recursive: true, force: true });
  });
  await start();
  return {
    ...{ url: `redis://127.0.0.1:${port}`, port, directory, kill, start },
    endFirst: (end) => void before.push(end),
    connect() {
      const connection = open(port);
      connections.push(connection);
      return connection;
    },
  };
}

// As BullMQ finds it: it is a dependency of its, not of ours.
function open(port: number): Redis {
  const require = createRequire(createRequire(import.meta.url).resolve('bullmq'));
  const { Redis: Client } = require('ioredis') as {
    readonly Redis: new (options: object) => Redis;
  };
  const client = new Client({ port, host: '127.0.0.1', maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  return client;
}
