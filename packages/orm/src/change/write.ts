import type { Json } from '@whodid/core';
import type { Verb } from '../sql/statement.ts';
import type { TableName } from '../sql/table-name.ts';
import type { Moment } from './moment.ts';
import type { Table } from './table.ts';

/** A row as the database writes it in JSON. */
export type Row = { readonly [column: string]: Json };

/** What became of one row. */
export interface RowChange {
  readonly before: Row | null;
  readonly after: Row | null;
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
}

export type Write = RowWrite | RawWrite;

export function isRaw(write: Write): write is RawWrite {
  return 'statement' in write;
}
