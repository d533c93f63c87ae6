import type { PgQuery } from './pg-like.ts';
import type { PgSession } from './pg-session.ts';

/**
 * The transaction that a query gets which has none: so its entries are committed with what they tell.
 * The app has its answer when it is over, and its error unchanged.
 */
export class OwnTransaction {
  readonly #query: PgQuery;
  readonly #session: PgSession;
  readonly #onReady: PgQuery['handleReadyForQuery'];
  readonly #onError: PgQuery['handleError'];
  #over = false;

  constructor(query: PgQuery, session: PgSession) {
    this.#query = query;
    this.#session = session;
    this.#onReady = query.handleReadyForQuery;
    this.#onError = query.handleError;
  }

  /** It has begun: from now on the query's end is seen. */
  install(): void {
    const { turns } = this.#session;
    this.#query.handleReadyForQuery = (connection) => {
      if (!this.#over && this.#session.status === 'T') this.#finish(connection);
      else Reflect.apply(this.#onReady, this.#query, [connection]);
    };
    this.#query.handleError = (error, connection) => {
      // While the server still works on it, the client has given up, or could not even ask.
      if (this.#over || turns.dead || turns.isActive(this.#query)) this.#fail(error, connection);
      else this.#rollBack(error, connection);
    };
  }

  #finish(connection: unknown): void {
    this.#over = true;
    const { turns, outbox } = this.#session;
    const text = outbox?.putAndCommit() ?? 'commit';
    const onAnswer = (error: unknown): null => {
      if (!error) Reflect.apply(this.#onReady, this.#query, [connection]);
      else if (turns.dead) this.#fail(error, connection);
      else this.#session.whenReady((status) => this.#failed(status, error, connection));
      return null;
    };
    turns.next({ text }, onAnswer, () => {});
  }

  // Either the entries could not be written, or the commit has failed, and with it the app's statement.
  #failed(status: string | undefined, error: unknown, connection: unknown): void {
    const { turns, outbox } = this.#session;
    if (status !== 'E') {
      this.#fail(error, connection);
      return;
    }
    const text = `${outbox?.notPut(error)}; commit`;
    const onAnswer = (again: unknown): null => {
      if (again) this.#fail(again, connection);
      else Reflect.apply(this.#onReady, this.#query, [connection]);
      return null;
    };
    turns.next({ text }, onAnswer, () => {});
  }

  #rollBack(error: unknown, connection: unknown): void {
    this.#over = true;
    this.#session.rolledBack();
    const then = (): void => this.#fail(error, connection);
    this.#session.turns.next({ text: 'rollback' }, () => null, then);
  }

  #fail(error: unknown, connection: unknown): void {
    Reflect.apply(this.#onError, this.#query, [error, connection]);
  }
}
