// A process that uses a cache in Redis for a moment, and then has nothing more to do.
import { systemClock } from '@whodid/core';
import { type RedisAddress, readRedisAddress } from '../../src/cache/redis-address.ts';
import { redisAnswers } from '../../src/cache/redis-answers.ts';

const cache = redisAnswers({
  address: readRedisAddress(process.argv[2]) as RedisAddress,
  storeId: 'a store',
  clock: systemClock,
  onNotice: () => {},
});
const ada = { tenant: 'main', userId: 'ada' };
await cache.answer(ada, 'all', async () => '[]');
await new Promise((resolve) => setTimeout(resolve, 100));
await cache.answer(ada, 'all', async () => '[]');
const began = performance.now();
await cache.close();
const closedMs = performance.now() - began;
process.on('exit', () => {
  const endedMs = performance.now() - began;
  console.log(`closed in ${Math.round(closedMs)} ms, ended after ${Math.round(endedMs)} ms`);
});
