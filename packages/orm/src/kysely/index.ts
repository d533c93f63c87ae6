import type { Recorder } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';
import type { PgPoolLike } from '../pg/pg-like.ts';
import type { SqliteDatabase } from '../sqlite/sqlite-like.ts';

export type { ChangeOptions } from '../change/change-options.ts';
export type { PgPoolLike } from '../pg/pg-like.ts';
export type { SqliteDatabase, SqliteStatement } from '../sqlite/sqlite-like.ts';

/**
 * Records every change that Kysely makes, when it is committed. Kysely keeps its connections to itself:
 * hand over what its dialect was given, the `pool` or the `database`.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureKysely(
  recorder: Recorder,
  source: PgPoolLike | SqliteDatabase,
  options?: ChangeOptions,
): () => void {
  return observeSource(
    source,
    new ChangePolicy('captureKysely', recorder, options),
    'captureKysely',
  );
}
