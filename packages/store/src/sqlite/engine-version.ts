import type { DatabaseSync } from 'node:sqlite';
import { WhodidError } from '@whodid/core';

// 3.7.0 to 3.51.2 can corrupt a database in WAL mode when the log restarts; what is older has no WAL.
const oldestAccepted = [3, 51, 3] as const;

/** Whether we write with this version of SQLite, as `sqlite_version()` gives it. */
export function acceptsEngine(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of oldestAccepted.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** @throws WhodidError `STORE_VERSION` if this SQLite can corrupt a database in WAL mode. */
export function checkEngine(database: DatabaseSync): void {
  const found = String(database.prepare('select sqlite_version() as version').get()?.version);
  if (acceptsEngine(found)) return;
  throw new WhodidError('STORE_VERSION', {
    store: 'sqlite',
    found: `SQLite ${found}`,
    wanted: `SQLite ${oldestAccepted.join('.')} or later, as in Node 24`,
  });
}
