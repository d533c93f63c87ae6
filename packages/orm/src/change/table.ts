import type { TableName } from '../sql/table-name.ts';

/** What the database's catalog says of a table. */
export interface Table extends TableName {
  readonly columns: readonly string[];
  /** The columns of its primary key, in order; none if it has no such key. */
  readonly key: readonly string[];
  /** Its foreign keys of one column. */
  readonly links: readonly Link[];
}

export interface Link {
  readonly column: string;
  /** What it points to. */
  readonly table: string;
}

/** Both ends of a table that only says what belongs to what: two columns, each a foreign key. */
export function endsOf({ columns, links }: Table): readonly [Link, Link] | null {
  if (columns.length !== 2) return null;
  const [first, second] = columns.map((name) => links.find(({ column }) => column === name));
  return first === undefined || second === undefined ? null : [first, second];
}
