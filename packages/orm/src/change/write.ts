import type { Json } from '@whodid/core';
import type { Verb } from '../sql/statement.ts';
import type { TableName } from '../sql/table-name.ts';
import type { Moment } from './moment.ts';
import type { Table } from './table.ts';

/** A row as the database writes it in JSON. */
export type Row = { readonly [column: string]: Json };

/** What became of one row. */
export interface RowChange {
  /** `null` if it was not there; `unknown` if it was, and nobody could tell how. */
  readonly before: Row | 'unknown' | null;
  /** `null` if it is not there any more. */
  readonly after: Row | null;
}

/** The row as it is, or as it was when it was deleted. */
export function lastOf({ before, after }: RowChange): Row {
  return after ?? (before === 'unknown' || before === null ? {} : before);
}

/** What one statement did to the rows of one table, all of it known. */
export interface RowWrite {
  readonly moment: Moment;
  readonly table: Table;
  readonly rows: readonly RowChange[];
}

/** A write of which only the statement is known. */
export interface RawWrite {
  readonly moment: Moment;
  readonly verb: Verb;
  readonly table: TableName | null;
  /** Rows according to the database, if it said. */
  readonly count: number | null;
  /** The statement without values. */
  readonly statement: string;
  /** What the statement is written in, if that is not SQL. */
  readonly language?: 'mongo';
}

export type Write = RowWrite | RawWrite;

export function isRaw(write: Write): write is RawWrite {
  return 'statement' in write;
}
