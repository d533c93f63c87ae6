import assert from 'node:assert/strict';
import { answerLimit } from '../../../src/cache/answer-cache.ts';
import type { CacheCheck } from '../answer-cache-conformance.ts';
import { ada, bob, held, source } from './source.ts';

const lifeMs = 60_000;

/** What is kept, for how long, and what is told apart. */
export const keepChecks: readonly CacheCheck[] = [
  {
    name: 'keep: the same question is asked once',
    run: async ({ cache }) => {
      const from = source();
      for (let i = 0; i < 3; i += 1) {
        assert.equal(await cache.answer(ada, 'all', from.ask), 'first');
      }
      assert.equal(from.asked, 1);
    },
  },
  {
    name: 'keep: the empty answer is kept',
    run: async ({ cache }) => {
      const from = source('');
      for (let i = 0; i < 3; i += 1) assert.equal(await cache.answer(ada, 'all', from.ask), '');
      assert.equal(from.asked, 1);
    },
  },
  {
    name: 'keep: an answer comes out as it went in',
    run: async ({ cache }) => {
      const texts = ['[]', ' 1 2 ', '\n\r\0', 'ä\u2028😀 "\\', `${'{"a":1},'.repeat(50_000)}€`];
      for (const [at, text] of texts.entries()) {
        const from = source(text);
        assert.equal(await cache.answer(ada, `text ${at}`, from.ask), text);
        assert.equal(await cache.answer(ada, `text ${at}`, from.ask), text);
        assert.equal(from.asked, 1, `text ${at}`);
      }
    },
  },
  {
    name: 'keep: 60 s and not longer, however often it is read',
    run: async ({ cache, clock }) => {
      const from = source();
      await cache.answer(ada, 'all', from.ask);
      clock.move(30_000);
      await cache.answer(ada, 'all', from.ask);
      clock.move(lifeMs - 30_001);
      await cache.answer(ada, 'all', from.ask);
      assert.equal(from.asked, 1);
      clock.move(1);
      from.state = 'second';
      assert.equal(await cache.answer(ada, 'all', from.ask), 'second');
      assert.equal(from.asked, 2);
    },
  },
  {
    name: 'keep: the 60 s begin with the question, not with the answer',
    run: async ({ cache, clock }) => {
      const slow = held();
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      clock.move(lifeMs / 2);
      slow.answer('first');
      await first;
      const from = source('second');
      // The other half passes on this clock only: on that of a Redis it must not be over already.
      assert.equal(await cache.answer(ada, 'all', from.ask), 'first');
      clock.move(lifeMs / 2 - 1);
      assert.equal(await cache.answer(ada, 'all', from.ask), 'first');
      clock.move(1);
      assert.equal(await cache.answer(ada, 'all', from.ask), 'second');
    },
  },
  {
    name: 'keep: questions, people and tenants are told apart',
    run: async ({ cache }) => {
      const places = [
        ['main', 'ada', 'all'],
        ['main', 'ada', 'all '],
        ['main', 'ada', ''],
        ['main', 'ad', 'aall'],
        ['main', 'ada all', ''],
        ['main', 'Ada', 'all'],
        ['main', 'a:d:a', '*'],
        ['main', 'a', 'd:a:*'],
        ['main:a:d', 'a', '*'],
        ['mainada', '', 'all'],
        ['other', 'ada', 'all'],
      ] as const;
      const ask = async (tenant: string, userId: string, question: string): Promise<string> => {
        const text = JSON.stringify([tenant, userId, question]);
        return cache.answer({ tenant, userId }, question, async () => text);
      };
      for (const turn of [1, 2]) {
        for (const place of places) {
          const [tenant, userId, question] = place;
          assert.equal(await ask(tenant, userId, question), JSON.stringify(place), `turn ${turn}`);
        }
      }
    },
  },
  {
    name: 'keep: many who ask the same at once make one question',
    run: async ({ cache }) => {
      const slow = held();
      const from = source('late');
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      const others = Array.from({ length: 20 }, () => cache.answer(ada, 'all', from.ask));
      // Until they had time to find out.
      await cache.answer(ada, 'something else', async () => '');
      slow.answer('early');
      assert.deepEqual(new Set(await Promise.all([first, ...others])), new Set(['early']));
      assert.equal(from.asked, 0);
    },
  },
  {
    name: 'keep: many who are the first, all at once, make one question',
    run: async ({ cache }) => {
      const slow = held();
      let asked = 0;
      const ask = (): Promise<string> => {
        asked += 1;
        return slow.ask();
      };
      const all = Array.from({ length: 20 }, () => cache.answer(ada, 'all', ask));
      // Until they had time to find out.
      await cache.answer(bob, 'something else', async () => '');
      slow.answer('early');
      assert.deepEqual(new Set(await Promise.all(all)), new Set(['early']));
      assert.equal(asked, 1);
    },
  },
  {
    name: 'keep: a failure reaches all who wait, and is not kept',
    run: async ({ cache }) => {
      const slow = held();
      const first = cache.answer(ada, 'all', slow.ask);
      await slow.asked;
      const second = cache.answer(ada, 'all', slow.ask);
      const outcomes = Promise.allSettled([first, second]);
      await cache.answer(ada, 'something else', async () => '');
      slow.fail(new Error('the store is away'));
      for (const outcome of await outcomes) {
        assert.equal(outcome.status, 'rejected');
        assert.equal(outcome.reason.message, 'the store is away');
      }
      assert.equal(await cache.answer(ada, 'all', source().ask), 'first');
    },
  },
  {
    name: 'keep: a question that is never answered holds nobody up for longer than 60 s',
    run: async ({ cache, clock }) => {
      const lost = held();
      const first = cache.answer(ada, 'all', lost.ask);
      await lost.asked;
      clock.move(lifeMs);
      assert.equal(await cache.answer(ada, 'all', source().ask), 'first');
      lost.answer('too late');
      await first;
      assert.equal(await cache.answer(ada, 'all', source('second').ask), 'first');
    },
  },
  {
    name: 'keep: what is too long is given and not kept',
    run: async ({ cache }) => {
      const from = source('x'.repeat(answerLimit + 1));
      for (const asked of [1, 2]) {
        assert.equal((await cache.answer(ada, 'all', from.ask)).length, answerLimit + 1);
        assert.equal(from.asked, asked);
      }
      const fits = source('x'.repeat(answerLimit));
      await cache.answer(ada, 'fits', fits.ask);
      await cache.answer(ada, 'fits', fits.ask);
      assert.equal(fits.asked, 1);
    },
  },
];
