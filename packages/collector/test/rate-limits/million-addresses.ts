// Prints by how many MiB the heap grows when a million addresses come along. A process of its own,
// because in one that runs tests every promise is watched and takes ten times as long.
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { RateLimits } from '../../src/rate-limits/rate-limits.ts';

const limits = new RateLimits({});

async function countFrom(first: number, count: number): Promise<void> {
  for (let n = first; n < first + count; n += 1) {
    const ip = `${n >> 24}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
    const request = { ip, socket: {}, headers: {} } as FastifyRequest;
    await limits.ofAddress('failedPerAddress', request).catch(() => undefined);
    // Spans end with timers, which need a turn.
    if (n % 10_000 === 0) await wait(1);
  }
}

function heapMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_048_576;
}

await countFrom(0, 100_000);
const before = heapMiB();
await countFrom(100_000, 1_000_000);
console.log(heapMiB() - before);
