/** The parts of `better-sqlite3`, `libsql` and `node:sqlite` that we use, so that none is a dependency. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
}

export interface SqliteStatement {
  run(...parameters: never[]): unknown;
  get(...parameters: never[]): unknown;
  all(...parameters: never[]): unknown;
  iterate(...parameters: never[]): unknown;
}

/** The class of such databases. */
export type SqliteClass = abstract new (...args: never[]) => SqliteDatabase;

/** What tells of a transaction and of the end; `node:sqlite` has other names for it. */
interface SqliteState {
  readonly inTransaction?: boolean;
  readonly isTransaction?: boolean;
  readonly open?: unknown;
  readonly isOpen?: boolean;
}

export function isClosed(database: SqliteDatabase): boolean {
  const { open, isOpen } = database as SqliteState;
  return open === false || isOpen === false;
}

export function inTransaction(database: SqliteDatabase): boolean {
  const state = database as SqliteState;
  return (state.inTransaction ?? state.isTransaction) === true;
}

/** Whether it tells: `node:sqlite` did not always. */
export function knowsTransactions(database: SqliteDatabase): boolean {
  return 'inTransaction' in database || 'isTransaction' in database;
}
