export { type SqliteOptions, sqliteDriver } from './sqlite-driver.ts';
