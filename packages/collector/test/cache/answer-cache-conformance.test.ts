import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { leftOutWithout, redisProgram } from '../../../../tools/needed-programs.ts';
import { memoryAnswers } from '../../src/cache/memory-answers.ts';
import { within } from '../../src/cache/within.ts';
import { movingClock } from '../moving-clock.ts';
import {
  answerCacheConformance,
  type CacheBench,
  cacheChecks,
} from './answer-cache-conformance.ts';
import { brokenCaches } from './broken-caches.ts';
import { deviant } from './deviant-answers.ts';
import { openRedisBench } from './redis-bench.ts';
import { startRedis } from './redis-server.ts';

function openMemoryBench(): CacheBench {
  const clock = movingClock();
  const ownerLimit = 100;
  const cache = memoryAnswers({ clock, ownerLimit });
  return {
    cache,
    clock,
    forgetVersions: async () => {
      for (let i = 0; i < ownerLimit; i += 1) {
        await cache.answer({ tenant: randomUUID(), userId: '' }, '', async () => '');
      }
    },
    close: () => cache.close(),
  };
}

describe('answers in memory', () => {
  answerCacheConformance({ test, open: openMemoryBench });
});

test('answers in Redis', { skip: leftOutWithout(redisProgram) }, async (t) => {
  const redis = await startRedis(t);
  const runs: [string, () => Promise<void>][] = [];
  const register = (name: string, run: () => Promise<void>): unknown => runs.push([name, run]);
  answerCacheConformance({ test: register, open: () => openRedisBench(redis), shared: true });
  for (const [name, run] of runs) await t.test(name, run);
});

// A suite that cannot fail proves nothing.
for (const { fault, caughtBy, open, hangs } of brokenCaches) {
  test(`a cache that ${fault} fails “${caughtBy}”`, async () => {
    assert.deepEqual(await failures(open, caughtBy, hangs && 1000), [caughtBy]);
  });
}

test('every check has caught something', () => {
  const caught = new Set(brokenCaches.map(({ caughtBy }) => caughtBy));
  assert.deepEqual(
    cacheChecks.map(({ name }) => name).filter((name) => !caught.has(name)),
    [],
  );
});

// Otherwise a broken cache could be caught for how it is made, and not for its fault.
test('a cache that is made like the broken ones, without a fault, passes', async () => {
  assert.deepEqual(await failures(() => deviant({})), []);
});

async function failures(
  open: () => CacheBench,
  only?: string,
  limitMs = 60_000,
): Promise<readonly string[]> {
  const runs: [string, () => Promise<void>][] = [];
  answerCacheConformance({ test: (name, run) => runs.push([name, run]), open, shared: true });
  const failed: string[] = [];
  for (const [name, run] of runs) {
    if (only !== undefined && name !== only) continue;
    await within(limitMs, run()).catch(() => failed.push(name));
  }
  return failed;
}
