import assert from 'node:assert/strict';
import type { AnswerCache } from '../../../src/cache/answer-cache.ts';
import type { CacheBench, CacheCheck } from '../answer-cache-conformance.ts';
import { ada, held, source } from './source.ts';

/** What holds between the collectors that share a cache. */
export const sharingChecks: readonly CacheCheck[] = [
  {
    name: 'sharing: what one keeps the other finds',
    shared: true,
    run: async (bench) => {
      const other = await anotherOf(bench, 'same');
      await bench.cache.answer(ada, 'all', source().ask);
      const from = source('second');
      assert.equal(await other.answer(ada, 'all', from.ask), 'first');
      assert.equal(from.asked, 0);
    },
  },
  {
    name: 'sharing: what changed at one is stale for the other',
    shared: true,
    run: async (bench) => {
      const other = await anotherOf(bench, 'same');
      await bench.cache.answer(ada, 'all', source().ask);
      await other.answer(ada, 'all', source().ask);
      await other.invalidate([ada]);
      assert.equal(await bench.cache.answer(ada, 'all', source('second').ask), 'second');
      assert.equal(await other.answer(ada, 'all', source('third').ask), 'second');
    },
  },
  {
    name: 'sharing: a question under way at one is not shared after a change at the other',
    shared: true,
    run: async (bench) => {
      const other = await anotherOf(bench, 'same');
      const slow = held();
      const first = bench.cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      await other.invalidate([ada]);
      assert.equal(await bench.cache.answer(ada, 'all', source('second').ask), 'second');
      slow.answer('first');
      await first;
      assert.notEqual(await other.answer(ada, 'all', source('third').ask), 'first');
    },
  },
  {
    name: 'sharing: another store has other answers and other changes',
    shared: true,
    run: async (bench) => {
      const other = await anotherOf(bench, 'other');
      await bench.cache.answer(ada, 'all', source('ours').ask);
      assert.equal(await other.answer(ada, 'all', source('theirs').ask), 'theirs');
      await other.invalidate([ada]);
      assert.equal(await bench.cache.answer(ada, 'all', source('new').ask), 'ours');
    },
  },
];

async function anotherOf(bench: CacheBench, store: 'same' | 'other'): Promise<AnswerCache> {
  assert.ok(bench.another, 'a shared cache has others');
  return bench.another(store);
}
