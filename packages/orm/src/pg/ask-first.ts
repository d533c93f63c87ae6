import type { PgClient, PgQuery, QueryArguments } from './pg-like.ts';

type QueryClass = new (...args: QueryArguments) => PgQuery;

/** What a client of `pg` keeps; its names had no `_` once. */
interface Queue {
  readonly pipeline?: boolean;
  _activeQuery?: PgQuery | null;
  readonly _queryQueue?: PgQuery[];
  activeQuery?: PgQuery | null;
  readonly queryQueue?: PgQuery[];
}

/**
 * Puts a question of ours before a query whose turn has come. Sending it in the ordinary way would make
 * the app's query one that waits, and of those `pg` warns.
 *
 * @returns what `submit` returns; `undefined` if this client cannot do it.
 */
export function askFirst(
  client: PgClient,
  waiting: PgQuery,
  question: { readonly text: string; readonly values: readonly unknown[] },
  onAnswer: (error: unknown, result: unknown) => void,
): unknown {
  const { Query } = client.constructor as { readonly Query?: QueryClass };
  const queue = client as unknown as Queue;
  if (Query === undefined || queue.pipeline === true) return undefined;
  const modern = Object.hasOwn(queue, '_activeQuery');
  const others = modern ? queue._queryQueue : queue.queryQueue;
  if (others === undefined) return undefined;
  const asked = new Query(question, onAnswer);
  others.unshift(waiting);
  if (modern) queue._activeQuery = asked;
  else queue.activeQuery = asked;
  return asked.submit(client.connection);
}
