import assert from 'node:assert/strict';
import type { Owner } from '../../../src/cache/answer-cache.ts';
import type { CacheCheck } from '../answer-cache-conformance.ts';
import { ada, bob, held, source } from './source.ts';

/** What a change makes stale: everything of its owner, and nothing else. */
export const changeChecks: readonly CacheCheck[] = [
  {
    name: 'change: every question about the owner is asked again, also the empty ones',
    run: async ({ cache }) => {
      const questions = ['', 'action=LOGIN', 'start=a&end=b', 'empty'];
      const from = source('');
      for (const question of questions) await cache.answer(ada, question, from.ask);
      from.state = 'second';
      await cache.invalidate([ada]);
      for (const question of questions) {
        assert.equal(await cache.answer(ada, question, from.ask), 'second', question);
      }
      assert.equal(from.asked, 2 * questions.length);
    },
  },
  {
    name: 'change: answers about others are kept',
    run: async ({ cache }) => {
      const from = source();
      const others: Owner[] = [
        bob,
        { tenant: 'other', userId: 'ada' },
        { tenant: 'main', userId: 'Ada' },
      ];
      for (const owner of others) await cache.answer(owner, 'all', from.ask);
      await cache.invalidate([ada]);
      for (const owner of others) await cache.answer(owner, 'all', from.ask);
      assert.equal(from.asked, others.length);
    },
  },
  {
    name: 'change: of several owners at once, of strangers, and of nobody',
    run: async ({ cache }) => {
      const owners = Array.from({ length: 50 }, (_, at) => ({ ...ada, userId: `u${at}` }));
      for (const owner of owners) await cache.answer(owner, 'all', source().ask);
      await cache.invalidate([]);
      await cache.invalidate([...owners, ...owners, { tenant: 'main', userId: 'stranger' }]);
      for (const owner of owners) {
        assert.equal(await cache.answer(owner, 'all', source('second').ask), 'second');
      }
    },
  },
  {
    name: 'change: however many there were, what was kept before is not good again',
    run: async ({ cache }) => {
      const from = source();
      for (let changes = 1; changes < 10; changes += 1) {
        await cache.answer(ada, 'all', from.ask);
        from.state = `after ${changes} more`;
        for (let i = 0; i < changes; i += 1) {
          await cache.invalidate([ada]);
          await cache.answer(ada, 'other', from.ask);
        }
        assert.equal(await cache.answer(ada, 'all', from.ask), from.state);
      }
    },
  },
  {
    name: 'change: who comes after it does not share a question asked before it',
    run: async ({ cache }) => {
      const slow = held();
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      await cache.invalidate([ada]);
      // Must not wait for the slow one.
      assert.equal(await cache.answer(ada, 'all', source('second').ask), 'second');
      slow.answer('first');
      assert.equal(await first, 'first');
    },
  },
  {
    name: 'change: an answer asked for before it is not kept, whenever it comes',
    run: async ({ cache }) => {
      const slow = held();
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      await cache.invalidate([ada]);
      slow.answer('first');
      await first;
      assert.equal(await cache.answer(ada, 'all', source('second').ask), 'second');
    },
  },
  {
    name: 'change: an older answer that comes after a newer one is given to nobody',
    run: async ({ cache }) => {
      const slow = held();
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      await cache.invalidate([ada]);
      await cache.answer(ada, 'all', source('second').ask);
      slow.answer('first');
      await first;
      assert.notEqual(await cache.answer(ada, 'all', source('third').ask), 'first');
    },
  },
  {
    name: 'change: in the middle of a question, what comes of it is not kept',
    run: async ({ cache }) => {
      const ask = async (): Promise<string> => {
        await cache.invalidate([ada]);
        return 'first';
      };
      await cache.answer(ada, 'all', ask);
      assert.equal(await cache.answer(ada, 'all', source('second').ask), 'second');
    },
  },
  {
    name: 'change: holds even if versions are forgotten, at any point',
    run: async ({ cache, forgetVersions }) => {
      for (const forgetAt of [0, 1, 2]) {
        const slow = held();
        const owner = { ...ada, userId: `forgotten ${forgetAt}` };
        const first = cache.answer(owner, 'all', slow.ask);
        await slow.asked;
        if (forgetAt === 0) await forgetVersions();
        await cache.invalidate([owner]);
        if (forgetAt === 1) await forgetVersions();
        await cache.answer(owner, 'other', source().ask);
        if (forgetAt === 2) await forgetVersions();
        slow.answer('first');
        await first;
        const now = await cache.answer(owner, 'all', source('second').ask);
        assert.equal(now, 'second', `forgotten at ${forgetAt}`);
      }
    },
  },
];
