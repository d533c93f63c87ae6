import assert from 'node:assert/strict';
import type { CacheCheck } from '../answer-cache-conformance.ts';
import { ada, held, source } from './source.ts';

/** What it says of itself, and what closing means. */
export const closeChecks: readonly CacheCheck[] = [
  {
    name: 'state: nothing is wrong',
    run: async ({ cache }) => {
      assert.equal(cache.state().warning, undefined);
      assert.ok(['memory', 'redis'].includes(cache.state().kind));
    },
  },
  {
    name: 'close: it still answers, keeps nothing, and a second time is no error',
    run: async ({ cache }) => {
      const slow = held();
      const first = cache.answer(ada, 'slow', slow.ask);
      await slow.asked;
      await cache.answer(ada, 'all', source().ask);
      await Promise.all([cache.close(), cache.close()]);
      await cache.close();
      slow.answer('first');
      assert.equal(await first, 'first');
      await cache.invalidate([ada]);
      for (const state of ['second', 'third']) {
        assert.equal(await cache.answer(ada, 'all', source(state).ask), state);
      }
    },
  },
];
