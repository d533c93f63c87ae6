import type { Recorder } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';
import type { SqliteClass } from '../sqlite/sqlite-like.ts';

export type { ChangeOptions } from '../change/change-options.ts';
export type { SqliteClass, SqliteDatabase, SqliteStatement } from '../sqlite/sqlite-like.ts';

/** A database of Drizzle that was made with a client of its own. */
export interface DrizzleLike {
  readonly $client: unknown;
}

interface Named {
  readonly _?: {
    readonly schema?: Readonly<
      Record<string, { readonly dbName?: string; readonly tsName?: string }>
    >;
  };
}

/**
 * Records every change that Drizzle makes, with `pg` or `better-sqlite3`, when it is committed. With
 * `@libsql/client`, which keeps its connections to itself, hand over the class `Database` of `libsql`.
 *
 * Models have the names of the schema that Drizzle was given.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureDrizzle(
  recorder: Recorder,
  database: DrizzleLike | SqliteClass,
  options?: ChangeOptions,
): () => void {
  const policy = new ChangePolicy('captureDrizzle', recorder, options, namesOf(database));
  const source = typeof database === 'function' ? database : database?.$client;
  return observeSource(source, policy, 'captureDrizzle');
}

function namesOf(database: unknown): Readonly<Record<string, string>> {
  const tables = Object.values((database as Named | undefined)?._?.schema ?? {});
  return Object.fromEntries(
    tables.flatMap(({ dbName, tsName }) =>
      dbName === undefined || tsName === undefined ? [] : [[dbName, tsName]],
    ),
  );
}
