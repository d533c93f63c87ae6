import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { StatementCache } from '../sql/statement-cache.ts';
import type { SqliteClass, SqliteDatabase, SqliteStatement } from './sqlite-like.ts';
import { SqliteSession } from './sqlite-session.ts';
import { retried, watchStatement } from './watch-statement.ts';

/**
 * Records every change that is made through a database of `better-sqlite3`, `libsql` or `node:sqlite`,
 * or through every database of such a class, when it is committed. What the database does of itself, as cascades
 * and triggers, is recorded as well.
 *
 * The file is not touched: temporary triggers of the connection tell what becomes of its rows.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureSqlite(
  recorder: Recorder,
  source: SqliteDatabase | SqliteClass,
  options?: ChangeOptions,
): () => void {
  const policy = new ChangePolicy('captureSqlite', recorder, options);
  return observeSqlite(source, policy, 'captureSqlite');
}

const cache = new StatementCache('sqlite');
const observed = new WeakSet<object>();

/** The same with a policy that is there already. */
export function observeSqlite(source: unknown, policy: ChangePolicy, scope: string): () => void {
  const target: unknown = typeof source === 'function' ? source.prototype : source;
  if (!isSqlite(target)) {
    const wanted = 'a database of better-sqlite3, libsql or node:sqlite, or their class';
    const got = typeof source;
    throw new WhodidError('CONFIG_INVALID', { option: `${scope}.source`, wanted, got });
  }
  if (observed.has(target)) return () => {};
  observed.add(target);
  const undo = replace(target, policy);
  return () => {
    observed.delete(target);
    undo();
  };
}

function replace(target: SqliteDatabase, policy: ChangePolicy): () => void {
  const originals = { prepare: target.prepare, exec: target.exec };
  const own = Object.keys(originals).filter((name) => Object.hasOwn(target, name));
  let stopped = false;
  const sessions = new WeakMap<object, SqliteSession>();
  const sessionOf = (database: SqliteDatabase): SqliteSession => {
    const known = sessions.get(database);
    if (known !== undefined) return known;
    const prepare = (sql: string) => Reflect.apply(originals.prepare, database, [sql]);
    const session = new SqliteSession(database, policy, prepare as never, () => stopped);
    sessions.set(database, session);
    return session;
  };
  const prepare = function prepare(this: SqliteDatabase, sql: string, ...rest: unknown[]) {
    const run = (): SqliteStatement => Reflect.apply(originals.prepare, this, [sql, ...rest]);
    const statement = cache.read(sql)?.[0];
    if (statement === undefined) return run();
    const session = sessionOf(this);
    return watchStatement(retried(session, run), session, sql, statement);
  };
  const exec = function exec(this: SqliteDatabase, sql: string) {
    const run = (text: string): unknown => Reflect.apply(originals.exec, this, [text]);
    const statements = cache.read(sql);
    if (statements === null) return run(sql);
    const session = sessionOf(this);
    let result: unknown;
    for (const statement of statements) {
      const text = sql.slice(statement.start, statement.end);
      const one = (): unknown => retried(session, () => run(text));
      result = session.around(sql, statement, one);
    }
    return result;
  };
  // Something may be left in its outbox, also if nobody writes now.
  if (policy.desk !== null && !isPrototype(target)) sessionOf(target);
  Object.assign(target, { prepare, exec });
  return () => {
    stopped = true;
    for (const name of ['prepare', 'exec'] as const) {
      if (own.includes(name)) Object.assign(target, { [name]: originals[name] });
      else Reflect.deleteProperty(target, name);
    }
  };
}

function isPrototype(target: object): boolean {
  return Object.hasOwn(target, 'constructor');
}

export function isSqlite(source: unknown): source is SqliteDatabase {
  const { prepare, exec } = (source ?? {}) as Record<string, unknown>;
  return typeof prepare === 'function' && typeof exec === 'function';
}
