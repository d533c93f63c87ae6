import type { Statement } from '../sql/statement.ts';
import { columnsBefore18, tellsBefore18 } from './rows-before-18.ts';
import type { KnownTable } from './table-query.ts';

/** Columns that {@link withRows} adds. */
export const addedColumns = 2;

const names = ' WITH (OLD AS whodid_old, NEW AS whodid_new)';
const before = 'row_to_json(whodid_old)::text AS whodid_old';
const after = 'row_to_json(whodid_new)::text AS whodid_new';
const nothing = 'null::text AS whodid_none';

/** Whether a statement can be made to tell what it changed. */
export function canTellRows(sql: string, statement: Statement, table: KnownTable): boolean {
  if (!table.tells) return false;
  if (!table.returnsOld) return tellsBefore18(sql, statement, table);
  const { verb, returningAt, end } = statement;
  if (verb !== 'INSERT' && verb !== 'UPDATE' && verb !== 'DELETE' && verb !== 'MERGE') return false;
  // With our names for the two rows, its own would be unknown.
  return returningAt === null || !/\b(?:old|new|with)\b/i.test(sql.slice(returningAt, end));
}

/** Lets statements return each row as it was and as it is, behind what they return themselves. */
export function withRows(sql: string, told: ReadonlyMap<Statement, KnownTable>): string {
  let text = sql;
  for (const [statement, table] of [...told].reverse()) {
    const { returningAt, end } = statement;
    const own = table.returnsOld ? names : '';
    const columns = table.returnsOld
      ? columnsOf(sql, statement)
      : columnsBefore18(sql, statement, table);
    const [head, tail] = [text.slice(0, end), text.slice(end)];
    text =
      returningAt === null
        ? `${head} RETURNING${own} ${columns}${tail}`
        : `${head.slice(0, returningAt)}${own}${head.slice(returningAt)}, ${columns}${tail}`;
  }
  return text;
}

// What is certainly not there costs nothing.
function columnsOf(sql: string, { verb, start, end }: Statement): string {
  const creates = verb === 'INSERT' && !/\bconflict\b/i.test(sql.slice(start, end));
  return `${creates ? nothing : before}, ${verb === 'DELETE' ? nothing : after}`;
}
