import type { AnswerCache } from './answer-cache.ts';

/** How many questions were answered without asking the store, and how many were not. */
export interface AnswerCounts {
  readonly hits: number;
  readonly misses: number;
}

export interface CountingAnswers extends AnswerCache {
  /** Since the start. */
  counts(): AnswerCounts;
}

/** A cache that counts what it is good for. */
export function countingAnswers(cache: AnswerCache): CountingAnswers {
  let asked = 0;
  let misses = 0;
  return {
    answer: (owner, question, ask) => {
      asked += 1;
      return cache.answer(owner, question, () => {
        misses += 1;
        return ask();
      });
    },
    invalidate: (owners) => cache.invalidate(owners),
    state: () => cache.state(),
    close: () => cache.close(),
    counts: () => ({ hits: asked - misses, misses }),
  };
}
