/** The parts of `better-sqlite3` and `libsql` that we use, so that neither is a dependency. */
export interface SqliteDatabase {
  readonly inTransaction: boolean;
  readonly open?: boolean;
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
