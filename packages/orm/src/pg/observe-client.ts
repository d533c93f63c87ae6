import type { ChangePolicy } from '../change/change-policy.ts';
import { momentOf } from '../change/moment.ts';
import { StatementCache } from '../sql/statement-cache.ts';
import type { PgClient, QueryArguments, QueryMethod } from './pg-like.ts';
import { PgSession, type Running } from './pg-session.ts';
import { sendQuery } from './send-query.ts';

const observed = new WeakSet<object>();
const cache = new StatementCache('postgres');

/**
 * Sees what a client of `pg` sends, and what comes back. Once for each client, whoever asks.
 *
 * @returns ends it; a transaction that is open is still followed to its end.
 */
export function observeClient(client: PgClient, policy: ChangePolicy): () => void {
  if (observed.has(client)) return () => {};
  observed.add(client);
  const original = client.query as unknown as QueryMethod;
  const session = new PgSession(client, policy);
  let stopped = false;
  const query: QueryMethod = function query(this: unknown, ...args) {
    const read = stopped && !session.inTransaction ? null : readQuery(args, policy);
    if (read === null) return Reflect.apply(original, client, args);
    const send: QueryMethod = (...sent) => Reflect.apply(original, client, sent);
    return sendQuery({ client, session, send, running: read }, args);
  };
  Object.defineProperty(client, 'query', { value: query, configurable: true, writable: true });
  return () => {
    stopped = true;
    observed.delete(client);
  };
}

/** @returns `null` for what is none of our business. */
function readQuery([config]: QueryArguments, { recorder }: ChangePolicy): Running | null {
  try {
    const sql = typeof config === 'string' ? config : (config as { text?: unknown } | null)?.text;
    if (typeof sql !== 'string') return null;
    const statements = cache.read(sql);
    return statements === null ? null : { sql, statements, moment: momentOf(recorder) };
  } catch (error) {
    recorder.fault('orm.pg', error);
    return null;
  }
}
