import { readJson } from '../change/read-row.ts';
import type { Table } from '../change/table.ts';

/** What is known of a table on one connection. */
export interface KnownTable extends Table {
  /** Whether its statements may return their rows; see {@link tableQuery}. */
  readonly tells: boolean;
  /** Whether they return them as they were, too: since PostgreSQL 18. */
  readonly returnsOld: boolean;
  /**
   * Whether a row as it was can be found before 18: its rows tell which transaction wrote them, those of
   * a partitioned table may not, and its key is of types whose `=` is there whatever the search path is.
   */
  readonly findsOld: boolean;
}

/**
 * Asks for a table by its name with quotes.
 *
 * A statement may return rows that its user may not read, or pass through a policy or a rule that only
 * applies if it does: then it would fail where it did not before. Those are left as they are.
 */
export const tableQuery = `
  select t.name as name, json_build_object(
    'schema', n.nspname,
    'name', c.relname,
    'returnsOld', current_setting('server_version_num')::int >= 180000,
    'findsOld', c.relkind = 'r' and c.relam = 2 and not exists (
      select from pg_index i
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
      join pg_type y on y.oid = a.atttypid
      where i.indrelid = c.oid and i.indisprimary
        and y.typtype <> 'e' and y.typnamespace <> 'pg_catalog'::regnamespace),
    'tells', c.relkind in ('r', 'p') and not c.relhasrules
      and not row_security_active(c.oid) and has_table_privilege(c.oid, 'select'),
    'columns', (
      select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'key', (
      select coalesce(json_agg(a.attname order by k.at), '[]')
      from pg_index i
      cross join lateral unnest(i.indkey) with ordinality as k(attnum, at)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary),
    'links', (
      select coalesce(json_agg(json_build_object('column', a.attname, 'table', f.relname)), '[]')
      from pg_constraint k
      join pg_class f on f.oid = k.confrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1)
  )::text as facts
  from unnest($1::text[]) as t(name)
  join pg_class c on c.oid = to_regclass(t.name)
  join pg_namespace n on n.oid = c.relnamespace`;

/** Reads its answer, by those names. A table that is not there has none. */
export function readTables(result: unknown): ReadonlyMap<string, KnownTable> {
  const { rows } = result as { readonly rows: readonly { name: string; facts: string }[] };
  return new Map(rows.map(({ name, facts }) => [name, readJson(facts) as unknown as KnownTable]));
}
