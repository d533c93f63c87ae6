import type { EventEmitter } from 'node:events';

/** A client of `pg`, of which only this is in its types. */
export interface PgClientLike {
  query(...args: never): unknown;
}

/** A pool of `pg`. */
export interface PgPoolLike {
  readonly totalCount: number;
}

/** The parts of `pg` that we use, so that it is no dependency. */
export interface PgClient extends EventEmitter, PgClientLike {
  /** What speaks with the server. */
  readonly connection: EventEmitter;
}

export interface PgPool extends EventEmitter, PgPoolLike {
  readonly _clients?: readonly PgClient[];
}

/** A query of `pg`, or something else that can be submitted. */
export interface PgQuery {
  text?: string;
  name?: string | undefined;
  callback?: ((error: unknown, result: unknown) => void) | undefined;
  query_timeout?: unknown;
  readonly _result?: unknown;
  submit(connection: unknown): unknown;
  handleRowDescription(message: RowDescription): void;
  handleDataRow(message: DataRow): void;
  handleCommandComplete(message: CommandComplete, connection: unknown): void;
  handleReadyForQuery(connection: unknown): void;
  handleError(error: unknown, connection: unknown): void;
}

export interface RowDescription {
  readonly fields: readonly unknown[];
}
export interface DataRow {
  readonly fields: readonly (string | Uint8Array | null)[];
}
export interface CommandComplete {
  readonly text?: string;
}

export type QueryArguments = readonly [config: unknown, values?: unknown, callback?: unknown];
export type QueryMethod = (...args: QueryArguments) => unknown;
