import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';

export type { ChangeOptions } from '../change/change-options.ts';

/** The parts of a data source that we use. */
export interface DataSourceLike {
  readonly isInitialized: boolean;
  readonly driver: object;
  readonly entityMetadatas: readonly { readonly tableName: string; readonly name: string }[];
}

interface Driver {
  /** Of PostgreSQL: the pool, and those of its replicas. */
  readonly master?: unknown;
  readonly slaves?: readonly unknown[];
  /** Of better-sqlite3. */
  readonly databaseConnection?: unknown;
}

/**
 * Records every change that a data source of TypeORM makes, with `pg` or `better-sqlite3`, when it is
 * committed. Call it when the data source is initialized. Models have the names of the entities.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureTypeorm(
  recorder: Recorder,
  dataSource: DataSourceLike,
  options?: ChangeOptions,
): () => void {
  if (dataSource?.isInitialized !== true) {
    const wanted = 'a data source that is initialized';
    const got = typeof dataSource;
    throw new WhodidError('CONFIG_INVALID', { option: 'captureTypeorm.dataSource', wanted, got });
  }
  const names = dataSource.entityMetadatas.map(({ tableName, name }) => [tableName, name]);
  const policy = new ChangePolicy('captureTypeorm', recorder, options, Object.fromEntries(names));
  const { master, slaves = [], databaseConnection } = dataSource.driver as Driver;
  const stops = [master ?? databaseConnection, ...slaves].map((source) =>
    observeSource(source, policy, 'captureTypeorm'),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
