import type { Statement } from '../sql/statement.ts';
import type { SqliteStatement } from './sqlite-like.ts';
import type { SqliteSession } from './sqlite-session.ts';

type Method = (...parameters: unknown[]) => unknown;
const methods = ['run', 'get', 'all', 'iterate'] as const;

/** Sees each run of a prepared statement. */
export function watchStatement(
  prepared: SqliteStatement,
  session: SqliteSession,
  sql: string,
  statement: Statement,
): SqliteStatement {
  for (const name of methods) {
    const original = prepared[name] as unknown as Method | undefined;
    if (typeof original !== 'function') continue;
    const watched: Method = function watched(this: unknown, ...parameters) {
      const run = (): unknown => Reflect.apply(original, prepared, parameters);
      const step = name === 'iterate' ? 'row' : 'whole';
      const result = session.around(sql, statement, () => retried(session, run), step);
      // It does its work when the first row is asked for.
      if (name === 'iterate') watchRows(result, session, sql, statement);
      return result;
    };
    Object.defineProperty(prepared, name, { value: watched, configurable: true, writable: true });
  }
  return prepared;
}

function watchRows(rows: unknown, session: SqliteSession, sql: string, statement: Statement): void {
  if (session.busy) return;
  const iterator = rows as { next: Method };
  const { next } = iterator;
  const watched: Method = (...parameters) =>
    session.around(sql, statement, () => Reflect.apply(next, iterator, parameters), 'row');
  Object.defineProperty(iterator, 'next', { value: watched, configurable: true, writable: true });
}

/** Runs it again if what it stumbled over was ours. What had failed has left nothing behind. */
export function retried<T>(session: SqliteSession, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!session.mended) throw error;
    return run();
  }
}
