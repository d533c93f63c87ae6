import { canonicalText } from '@whodid/core';
import { abandonedMs, mostRows, outboxTable } from '../outbox/outbox-table.ts';
import type { SealedChange } from '../outbox/seal-writes.ts';

/** Tells the name of the table with its schema, which stays the same whatever the search path becomes. */
export const findTable: string = `
  select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = to_regclass('${outboxTable}') and c.relkind = 'r'`;

export const makeTable: string = `
  create table if not exists ${outboxTable} (
    id uuid primary key,
    entry text not null,
    made_at timestamptz not null default clock_timestamp(),
    claimed_at timestamptz)`;

/**
 * Writes entries into the open transaction, all or none, and goes on with `then` if it worked. If not,
 * {@link withoutEntries} takes back nothing but this. One text, so one way there and back.
 */
export function putEntries(table: string, changes: readonly SealedChange[], then: string): string {
  const rows = changes.map(({ entry }) => `('${entry.id}', ${literal(canonicalText(entry))})`);
  return `savepoint whodid; insert into ${table} (id, entry) values ${rows.join(', ')}; ${then}`;
}

export const withoutEntries = 'rollback to savepoint whodid';
export const forgetSavepoint = 'release savepoint whodid';

export function deleteRows(table: string): string {
  return `delete from ${table} where id = any($1::uuid[])`;
}

/** Of several processes that look at the same time each gets other rows, and none waits. */
export function claimRows(table: string): string {
  const abandoned = `interval '${abandonedMs} milliseconds'`;
  return `update ${table} set claimed_at = clock_timestamp() where id in (
      select id from ${table}
      where made_at <= clock_timestamp() - $1 * interval '1 millisecond'
        and (claimed_at is null or claimed_at <= clock_timestamp() - ${abandoned})
      order by id limit ${mostRows} for update skip locked)
    returning id::text as id, entry`;
}

// In this form a backslash means the same whatever `standard_conforming_strings` is.
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
