import type { PgClient, PgQuery, QueryArguments, QueryMethod } from './pg-like.ts';
import type { PgSession, Running } from './pg-session.ts';
import { QueryWatch } from './watch-query.ts';

type QueryClass = new (...args: QueryArguments) => PgQuery;
type PromiseClass = new <T>(
  executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
) => Promise<T>;

interface Sending {
  readonly client: PgClient;
  readonly session: PgSession;
  /** The client's own `query`. */
  readonly send: QueryMethod;
  readonly running: Running;
}

/** Sends a query that is watched, and returns what the client's own `query` returns. */
export function sendQuery(sending: Sending, args: QueryArguments): unknown {
  const { client, session, send, running } = sending;
  const query = toQuery(client, args);
  if (query === null) return send(...args);
  new QueryWatch(query, session, running).install();
  // One that was made by the app comes back to it.
  if (query === args[0]) return send(...args);
  if (query.callback) {
    send(query);
    return undefined;
  }
  return promised(client, query, send);
}

/** @returns `null` for what only the client itself can say about, for instance how it is wrong. */
function toQuery(client: PgClient, args: QueryArguments): PgQuery | null {
  const [config, values, callback] = args;
  if (typeof (config as PgQuery).submit === 'function') return config as PgQuery;
  const Query = (client.constructor as { readonly Query?: QueryClass }).Query;
  if (Query === undefined) return null;
  const given = typeof values === 'function' ? values : callback;
  if (given !== undefined && given !== null && typeof given !== 'function') return null;
  const query = new Query(...args);
  if (query.callback !== undefined && typeof query.callback !== 'function') return null;
  const timeout = (config as { readonly query_timeout?: unknown }).query_timeout;
  if (timeout !== undefined) query.query_timeout = timeout;
  return query;
}

function promised(client: PgClient, query: PgQuery, send: QueryMethod): Promise<unknown> {
  const Own = (client as { readonly _Promise?: PromiseClass })._Promise ?? Promise;
  const result = new Own<unknown>((resolve, reject) => {
    query.callback = (error, answer) => (error ? reject(error) : resolve(answer));
  }).catch((error: unknown) => {
    // As the client does: the stack leads back to whoever asked.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  });
  send(query);
  return result;
}
