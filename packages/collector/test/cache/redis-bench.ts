import { randomUUID } from 'node:crypto';
import type { AnswerCache } from '../../src/cache/answer-cache.ts';
import { type RedisAddress, readRedisAddress } from '../../src/cache/redis-address.ts';
import { redisAnswers } from '../../src/cache/redis-answers.ts';
import { movingClock } from '../moving-clock.ts';
import type { CacheBench } from './answer-cache-conformance.ts';
import { type RedisServer, until } from './redis-server.ts';

/** Caches in a real Redis, which has all the time that a busy machine may need unless told less. */
export async function openRedisBench(redis: RedisServer, limitMs = 20_000): Promise<CacheBench> {
  const clock = movingClock();
  const opened: AnswerCache[] = [];
  const open = async (storeId: string): Promise<AnswerCache> => {
    const cache = redisAnswers({
      address: readRedisAddress(redis.url) as RedisAddress,
      storeId,
      clock,
      onNotice: () => {},
      limitMs,
      retryMs: 10,
    });
    opened.push(cache);
    await until(() => cache.state().warning === undefined);
    return cache;
  };
  const storeId = randomUUID();
  return {
    cache: await open(storeId),
    clock,
    forgetVersions: async () => {
      await redis.admin.del('nothing', ...(await redis.admin.keys('whodid:v:*')));
    },
    another: (store) => open(store === 'same' ? storeId : randomUUID()),
    close: async () => {
      for (const cache of opened) await cache.close();
    },
  };
}
