import type { PgClient, PgQuery, QueryArguments } from './pg-like.ts';

type QueryClass = new (...args: QueryArguments) => PgQuery;

/** What a client of `pg` keeps; its names had no `_` once. */
interface Queue {
  readonly pipeline?: boolean;
  readonly readyForQuery?: boolean;
  readonly _queryable?: boolean;
  _activeQuery?: PgQuery | null;
  readonly _queryQueue?: PgQuery[];
  activeQuery?: PgQuery | null;
  readonly queryQueue?: PgQuery[];
  _pulseQueryQueue?(): void;
}

/** Something that we ask ourselves. */
export interface Question {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** Hears the answer. @returns what to ask next, before it is the turn of anybody else. */
export type OnAnswer = (error: unknown, result: unknown) => Question | null;

/**
 * Whose turn it is on a client of `pg`. Asking in the ordinary way would make the app's queries ones that
 * wait, and of those `pg` warns; so a question of ours takes the turn of a query of the app, which has
 * it again with the answer.
 */
export class Turns {
  readonly #client: PgClient;
  readonly #queue: Queue;

  constructor(client: PgClient) {
    this.#client = client;
    this.#queue = client as unknown as Queue;
  }

  /** Whether nothing will be answered any more. */
  get dead(): boolean {
    return this.#queue._queryable === false;
  }

  /** Whether the server is working on this query. */
  isActive(query: PgQuery): boolean {
    return (this.#modern ? this.#queue._activeQuery : this.#queue.activeQuery) === query;
  }

  /**
   * Puts a question before a query whose turn has come: it is submitted again when that is answered.
   *
   * @returns whether this client can do it.
   */
  before(waiting: PgQuery, question: Question, onAnswer: OnAnswer): boolean {
    const asked = this.#make(question, onAnswer, (error) => this.#resume(waiting, error));
    if (asked === null) return false;
    if (this.#modern) this.#queue._activeQuery = asked;
    else this.#queue.activeQuery = asked;
    asked.submit(this.#client.connection);
    return true;
  }

  /**
   * Asks as soon as the present turn is over, before anybody who waits.
   *
   * @param then - called behind the last answer. If nothing can be asked any more, that is an error.
   */
  next(question: Question, onAnswer: OnAnswer, then: (error: unknown) => void): void {
    const asked = this.dead ? null : this.#make(question, onAnswer, then);
    if (asked !== null) {
      this.#others?.unshift(asked);
      return;
    }
    const lost = new Error('The connection is lost');
    onAnswer(lost, null);
    then(lost);
  }

  /** Asks now, if nobody else does. @returns whether it did. */
  idle(question: Question, onAnswer: OnAnswer): boolean {
    const { readyForQuery, _activeQuery } = this.#queue;
    if (this.dead || readyForQuery !== true || _activeQuery || this.#others?.length !== 0) {
      return false;
    }
    const asked = this.#make(question, onAnswer, () => {});
    if (asked === null || this.#queue._pulseQueryQueue === undefined) return false;
    this.#others.push(asked);
    this.#queue._pulseQueryQueue();
    return true;
  }

  get #modern(): boolean {
    return Object.hasOwn(this.#queue, '_activeQuery');
  }

  get #others(): PgQuery[] | undefined {
    return this.#modern ? this.#queue._queryQueue : this.#queue.queryQueue;
  }

  #make(question: Question, onAnswer: OnAnswer, then: (error: unknown) => void): PgQuery | null {
    const { Query } = this.#client.constructor as { readonly Query?: QueryClass };
    if (Query === undefined || this.#queue.pipeline === true) return null;
    if (this.#others === undefined) return null;
    return new Query(question, (error: unknown, result: unknown) => {
      const following = onAnswer(error, result);
      if (following === null || this.dead) then(error);
      else this.next(following, onAnswer, then);
    });
  }

  // With the answer it is ready for the next in the queue, so it stays there for no time.
  #resume(waiting: PgQuery, error: unknown): void {
    if (this.dead) process.nextTick(() => waiting.handleError(error, this.#client.connection));
    else this.#others?.unshift(waiting);
  }
}
