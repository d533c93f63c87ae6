import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryAnswers } from '../../src/cache/memory-answers.ts';
import { movingClock } from '../moving-clock.ts';
import { ada, source } from './checks/source.ts';

test('answers in memory take no more than they may, and the last used stay', async () => {
  const cache = memoryAnswers({ clock: movingClock(), limitBytes: 10 * 2512 });
  const from = source('x'.repeat(1000));
  const ask = (at: number): Promise<string> => cache.answer(ada, `question ${at}`, from.ask);
  for (let at = 0; at < 10; at += 1) await ask(at);
  for (let at = 0; at < 10; at += 1) await ask(at);
  assert.equal(from.asked, 10);
  await ask(0);
  await ask(10);
  assert.equal(from.asked, 11);
  await ask(0);
  assert.equal(from.asked, 11);
  await ask(1);
  assert.equal(from.asked, 12);
});

test('an answer that is larger than all the room is given and not kept', async () => {
  const cache = memoryAnswers({ clock: movingClock(), limitBytes: 1000 });
  const from = source('x'.repeat(1000));
  for (const asked of [1, 2]) {
    await cache.answer(ada, 'all', from.ask);
    assert.equal(from.asked, asked);
  }
});

test('a wall clock that is set back does not keep an answer', async () => {
  const clock = movingClock();
  let setBackMs = 0;
  const cache = memoryAnswers({
    clock: { now: () => clock.now() - setBackMs, monotonicMs: clock.monotonicMs },
  });
  const from = source();
  await cache.answer(ada, 'all', from.ask);
  setBackMs = 3_600_000;
  clock.move(60_000);
  await cache.answer(ada, 'all', from.ask);
  assert.equal(from.asked, 2);
});
