/** Whose answers: everything that is kept is about the history of one person of one tenant. */
export interface Owner {
  readonly tenant: string;
  /** As in `actor.id`, in capitals and small letters as it is. */
  readonly userId: string;
}

/** How long an answer is kept, in milliseconds since it was asked for: 60 s. */
export const answerLifeMs = 60_000;

/** The longest answer that is kept, in characters. A longer one is asked for each time. */
export const answerLimit = 1024 * 1024;

/** Keeps answers about people for 60 s, until something changes them. */
export interface AnswerCache {
  /**
   * The answer to a question about an owner: one that was kept, or what `ask` gives. The same
   * question is not asked twice at the same time, unless the cache itself cannot be reached.
   * Whatever happens to the cache, it answers, within a second of what `ask` takes.
   *
   * @param question - tells it from every other question about the same owner.
   * @param ask - asks the store, when it is called and not before. The empty text is an answer.
   * @throws what `ask` throws; that is not kept.
   */
  answer(owner: Owner, question: string, ask: () => Promise<string>): Promise<string>;

  /**
   * Makes every answer about these owners stale. Whoever comes to this cache after it has resolved
   * is given only what was asked for after the call. Never rejects, and takes less than a second.
   *
   * Call it between a commit and its acknowledgement: before the commit, a reader could ask for
   * the old state and have it kept.
   */
  invalidate(owners: readonly Owner[]): Promise<void>;

  /** Where answers are kept, and what an operator should know about it. */
  state(): CacheState;

  /** Releases what it opened, at once. It still answers then, and keeps nothing. Idempotent. */
  close(): Promise<void>;
}

export interface CacheState {
  readonly kind: 'none' | 'memory' | 'redis';
  /** One sentence, if something is wrong. Never an address or a password. */
  readonly warning?: string;
}

/** Keeps nothing. */
export const noCache: AnswerCache = {
  answer: (_owner, _question, ask) => ask(),
  invalidate: () => Promise.resolve(),
  state: () => ({ kind: 'none' }),
  close: () => Promise.resolve(),
};
