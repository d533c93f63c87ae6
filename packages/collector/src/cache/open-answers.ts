import { randomUUID } from 'node:crypto';
import type { ReadOptions } from '@whodid/core';
import type { CollectorOptions } from '../collector-options.ts';
import type { AnswerCache } from './answer-cache.ts';
import { memoryAnswers } from './memory-answers.ts';
import { readRedisAddress } from './redis-address.ts';

/** The cache that the options of a collector ask for. Waits for nothing: Redis may be away. */
export async function openAnswers(
  options: Pick<ReadOptions<CollectorOptions>, 'clock' | 'onNotice' | 'redisUrl'>,
): Promise<AnswerCache> {
  const { clock, onNotice, redisUrl } = options;
  const address = readRedisAddress(redisUrl);
  if (address === null) return memoryAnswers({ clock });
  // Only whoever has a Redis pays for the client, in memory and at start.
  const { redisAnswers } = await import('./redis-answers.ts');
  // A store of today's kinds has one collector at a time, so nobody else may share with this one,
  // and after a restart nobody misses what lived for a minute. The address of a store would be a
  // worse name: the same directory is another store on another machine. A store that several
  // collectors open has to bring its own name along.
  return redisAnswers({ address, storeId: randomUUID(), clock, onNotice });
}
