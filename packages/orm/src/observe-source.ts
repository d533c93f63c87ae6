import { WhodidError } from '@whodid/core';
import type { ChangePolicy } from './change/change-policy.ts';
import { isClient, isPool, observePg } from './pg/capture-pg.ts';
import { isSqlite, observeSqlite } from './sqlite/capture-sqlite.ts';

/**
 * Sees whatever a library speaks to its database through: a pool or a client of `pg`, or a database of
 * `better-sqlite3` or `libsql`, or the class of such.
 *
 * @returns ends it.
 * @throws WhodidError `CONFIG_INVALID` for anything else.
 */
export function observeSource(source: unknown, policy: ChangePolicy, scope: string): () => void {
  if (isPool(source) || isClient(source)) return observePg(source, policy, scope);
  if (typeof source === 'function' || isSqlite(source)) return observeSqlite(source, policy, scope);
  throw new WhodidError('CONFIG_INVALID', {
    option: `${scope}.source`,
    wanted: 'a pool or client of pg, or a database of better-sqlite3 or libsql',
    got: typeof source,
  });
}
