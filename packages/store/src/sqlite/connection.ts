import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WhodidError } from '@whodid/core';
import { checkEngine } from './engine-version.ts';
import { migrations } from './migrations.ts';

const busyMs = 5000;
const pageBytes = 8192;
const cacheKib = 16_384;

/** Where the entries of a store directory are. */
export function databasePath(directory: string): string {
  return join(directory, 'entries.db');
}

/**
 * Opens the database for writing, and makes it if there is none. Only the process that holds the
 * directory's lock may do so.
 *
 * @throws WhodidError `STORE_VERSION`.
 */
export function openForWriting(directory: string): DatabaseSync {
  const database = new DatabaseSync(databasePath(directory), { timeout: busyMs });
  return settingUp(database, () => {
    checkEngine(database);
    // The page size of a new database is fixed by its first write, so it goes first. FULL, because
    // NORMAL loses commits that were acknowledged when the power goes.
    database.exec(`
      pragma page_size = ${pageBytes};
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma journal_size_limit = 67108864;
      pragma cache_size = -${cacheKib};
    `);
  });
}

/**
 * Opens the database for reading only, also beside a process that writes.
 *
 * @throws WhodidError `STORE_UNAVAILABLE` if there is none, `STORE_VERSION`.
 */
export function openForReading(directory: string): DatabaseSync {
  const path = databasePath(directory);
  if (!existsSync(path)) {
    const reason = `there is no store in ${directory}`;
    throw new WhodidError('STORE_UNAVAILABLE', { store: 'sqlite', reason });
  }
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  return settingUp(database, () => {
    checkEngine(database);
    database.exec(`pragma cache_size = -${cacheKib}`);
    const found = layoutOf(database);
    if (found !== migrations.length) throw wrongLayout(found);
  });
}

/**
 * Brings the layout up to date, each step in a transaction of its own.
 *
 * @throws WhodidError `STORE_VERSION` if the store was written by a newer version.
 */
export function migrate(database: DatabaseSync): void {
  const found = layoutOf(database);
  if (found > migrations.length) throw wrongLayout(found);
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit;`);
  }
}

function layoutOf(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.user_version);
}

function wrongLayout(found: number): WhodidError {
  return new WhodidError('STORE_VERSION', {
    store: 'sqlite',
    found: `layout ${found}`,
    wanted: `layout ${migrations.length}`,
  });
}

function settingUp(database: DatabaseSync, work: () => void): DatabaseSync {
  try {
    work();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
