/** Whose answers: everything that is kept is about the history of one person of one tenant. */
export interface Owner {
  readonly tenant: string;
  /** As in `actor.id`. */
  readonly userId: string;
}

/** Keeps answers about people for 60 s, until something changes them. */
export interface AnswerCache {
  /**
   * The answer to a question about an owner: one that was kept, or what `ask` gives. The same
   * question is not asked twice at the same time. Whatever happens to the cache, it answers.
   *
   * @param question - tells it from every other question about the same owner.
   * @throws what `ask` throws; that is not kept.
   */
  answer(owner: Owner, question: string, ask: () => Promise<string>): Promise<string>;

  /**
   * Makes every answer about these owners stale. When it resolves nobody is given one any more that
   * was asked for before. Never rejects.
   */
  invalidate(owners: readonly Owner[]): Promise<void>;

  /** Where answers are kept, and what an operator should know about it. */
  state(): CacheState;

  /** Releases what it opened. Idempotent. */
  close(): Promise<void>;
}

export interface CacheState {
  readonly kind: 'none' | 'memory' | 'redis';
  /** One sentence, if something is wrong. */
  readonly warning?: string;
}

/** Keeps nothing. */
export const noCache: AnswerCache = {
  answer: (_owner, _question, ask) => ask(),
  invalidate: () => Promise.resolve(),
  state: () => ({ kind: 'none' }),
  close: () => Promise.resolve(),
};
