import type { Owner } from '../../../src/cache/answer-cache.ts';

export const ada: Owner = { tenant: 'main', userId: 'ada' };
export const bob: Owner = { tenant: 'main', userId: 'bob' };

/** What is asked, instead of a store: gives the state of now, and counts. */
export interface Source {
  state: string;
  asked: number;
  readonly ask: () => Promise<string>;
}

export function source(state = 'first'): Source {
  const made: Source = {
    state,
    asked: 0,
    ask: async () => {
      made.asked += 1;
      return made.state;
    },
  };
  return made;
}

/** A question that is answered when the test says so. */
export interface Held {
  readonly ask: () => Promise<string>;
  /** Resolves when it was asked. */
  readonly asked: Promise<void>;
  readonly answer: (text: string) => void;
  readonly fail: (error: Error) => void;
}

export function held(): Held {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  return {
    ask: () => {
      asked.resolve();
      return answer.promise;
    },
    asked: asked.promise,
    answer: answer.resolve,
    fail: answer.reject,
  };
}
