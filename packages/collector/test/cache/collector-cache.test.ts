import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOutWithout, redisProgram } from '../../../../tools/needed-programs.ts';
import { json, receiptsOf, startCollector } from '../start-collector.ts';
import { startRedis, until } from './redis-server.ts';

const password = 'hunter2';

test('a collector works without its Redis, and says so', async (t) => {
  const redisUrl = `redis://:${password}@127.0.0.1:1`;
  const { ask, as, notices, collector } = await startCollector(t, { redisUrl });
  await until(() => notices.some((line) => line.startsWith('Redis is not used')));
  const health = await ask('/healthz');
  assert.equal(health.status, 200);
  const { cache } = (await health.json()) as { cache: { kind: string; warning: string } };
  assert.equal(cache.kind, 'redis');
  assert.match(cache.warning, /^Redis is not used \(ECONNREFUSED\)/);
  const writer = await as(['ingest']);
  const [receipt] = await receiptsOf(await writer('/v1/entries', json({ action: 'a' })));
  assert.equal(receipt?.fate, 'stored');
  assert.equal(JSON.stringify([notices, cache]).includes(password), false);
  await collector.close();
});

test('a collector uses its Redis', { skip: leftOutWithout(redisProgram) }, async (t) => {
  const redis = await startRedis(t);
  await redis.admin.config('SET', 'requirepass', password);
  const redisUrl = redis.url.replace('//', `//:${password}@`);
  const { ask, collector, notices } = await startCollector(t, { redisUrl });
  await until(async () => {
    const { cache } = (await (await ask('/healthz')).json()) as { cache: object };
    return JSON.stringify(cache) === '{"kind":"redis"}';
  });
  assert.deepEqual(
    notices.filter((line) => line.includes('Redis')),
    [],
  );
  await collector.close();
  await until(async () => !String(await redis.admin.client('LIST')).includes('name=whodid '));
});
