export type { ChangeOptions } from '../change/change-options.ts';
export { captureSqlite } from './capture-sqlite.ts';
export type { SqliteClass, SqliteDatabase, SqliteStatement } from './sqlite-like.ts';
