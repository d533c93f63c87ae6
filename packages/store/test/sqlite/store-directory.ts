import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { createStore, type Store, type StoredEntry, sqliteDriver } from '@whodid/store';

/** An empty directory that is removed after the test. */
export function storeDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-sqlite-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A store in this thread, closed after the test. */
export function openStoreIn(t: TestContext, directory: string): Store {
  const store = createStore(sqliteDriver({ directory, threads: false }));
  t.after(() => store.close());
  return store;
}

/** Runs SQL behind the back of the store. */
export function tamper(directory: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(directory, 'entries.db'), { timeout: 5000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** The 500 newest entries of the tenant `main`. */
export async function newest(store: Store): Promise<readonly StoredEntry[]> {
  return (await store.list({ tenant: 'main', query: { type: 'all' }, limit: 500 })).entries;
}
