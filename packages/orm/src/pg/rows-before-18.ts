import type { Statement } from '../sql/statement.ts';
import { quoteName, quoteTable } from '../sql/table-name.ts';
import type { KnownTable } from './table-query.ts';

const nothing = 'null::text';
/** A JSON text that no row has: it was there, and nobody can tell how. */
const unknown = "'null'";

/** Whether a statement of PostgreSQL before 18 can tell its rows. */
export function tellsBefore18(sql: string, statement: Statement, table: KnownTable): boolean {
  const { verb, rowName } = statement;
  if (rowName === null) return false;
  if (verb === 'INSERT') return !mayUpdate(sql, statement) || table.findsOld;
  return verb === 'UPDATE' || verb === 'DELETE';
}

/**
 * What a statement returns of each row before PostgreSQL 18, as two columns: as it was, as it is.
 *
 * RETURNING has new rows only, but a query in it sees the table as it was when the statement began.
 * That is what the statement changed if the old row was ended by who wrote the new one, `xmax = xmin`.
 * Otherwise somebody else had changed it in between, or had locked it too, and it is `unknown`.
 */
export function columnsBefore18(sql: string, statement: Statement, table: KnownTable): string {
  const { verb, rowName } = statement;
  const row = `row_to_json(${rowName}.*)::text`;
  if (verb === 'DELETE') return columns(row, nothing);
  if (verb === 'UPDATE') return columns(oldRow(statement, table), row);
  if (!mayUpdate(sql, statement)) return columns(nothing, row);
  // Nothing has locked what is new: `xmax` of a row that was there is that of this statement.
  const isNew = `${rowName}.xmax = 0`;
  return columns(`CASE WHEN ${isNew} THEN null ELSE ${oldRow(statement, table)} END`, row);
}

function columns(before: string, after: string): string {
  return `${before} AS whodid_old, ${after} AS whodid_new`;
}

function oldRow({ rowName, setNames }: Statement, table: KnownTable): string {
  const { key, findsOld } = table;
  // With another key it would be another row.
  const keepsKey = key.length > 0 && !key.some((column) => setNames.includes(column));
  if (!keepsKey || !findsOld) return unknown;
  const same = key.map(
    (column) => `whodid_was.${quoteName(column)} = ${rowName}.${quoteName(column)}`,
  );
  // A key that is checked at the commit, or that children of the table have too, may be there twice: two
  // rows would be an error, and with a count there is always one.
  const only = 'CASE WHEN count(*) = 1 THEN min(row_to_json(whodid_was.*)::text) END';
  return `coalesce((SELECT ${only} FROM ${quoteTable(table)} AS whodid_was
    WHERE ${same.join(' AND ')} AND whodid_was.xmax = ${rowName}.xmin), ${unknown})`;
}

function mayUpdate(sql: string, { start, end }: Statement): boolean {
  return /\bdo\s+update\b/i.test(sql.slice(start, end));
}
