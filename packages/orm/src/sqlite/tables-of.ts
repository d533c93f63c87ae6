import type { Link, Table } from '../change/table.ts';
import type { Ask } from './ask.ts';

const allColumns = `
  select t.name as "table", c.name as "column", c.pk as pk
  from pragma_table_list t, pragma_table_xinfo(t.name) c
  where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
    and c.hidden <> 1
  order by t.name, c.cid`;

const allLinks = `
  select t.name as "table", f.id as id, f."from" as "column", f."table" as points
  from pragma_table_list t, pragma_foreign_key_list(t.name) f
  where t.schema = 'main' and t.type = 'table'
  order by t.name, f.id`;

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly pk: number | bigint;
}
interface LinkRow {
  readonly table: string;
  readonly id: number | bigint;
  readonly column: string;
  readonly points: string;
}

/** The tables of the main database; virtual ones have no triggers and are not among them. */
export function tablesOf(ask: Ask): readonly Table[] {
  const columns = byTable(ask<ColumnRow>(allColumns));
  const links = byTable(ask<LinkRow>(allLinks));
  return [...columns].map(([name, own]) => ({
    schema: null,
    name,
    columns: own.map(({ column }) => column),
    key: own
      .filter(({ pk }) => Number(pk) > 0)
      .sort((one, other) => Number(one.pk) - Number(other.pk))
      .map(({ column }) => column),
    links: linksOf(links.get(name) ?? []),
  }));
}

function linksOf(rows: readonly LinkRow[]): readonly Link[] {
  return rows
    .filter(({ id }) => rows.filter((row) => row.id === id).length === 1)
    .map(({ column, points }) => ({ column, table: points }));
}

function byTable<T extends { readonly table: string }>(rows: readonly T[]): Map<string, T[]> {
  const tables = new Map<string, T[]>();
  for (const row of rows) {
    const own = tables.get(row.table);
    if (own === undefined) tables.set(row.table, [row]);
    else own.push(row);
  }
  return tables;
}
