import type { Table } from '../change/table.ts';
import { quoteName } from '../sql/table-name.ts';

// All of this is temporary: it belongs to one connection, is gone with it, and nobody else sees it.
// A rollback, also one to a savepoint, takes back what the triggers wrote along with what they saw.

/** The prefix of everything that is ours. */
export const ownPrefix = 'whodid_';

export const ownTables = [
  `create temp table if not exists whodid_changes(
    seq integer primary key, of integer, kind text, old text, new text)`,
  'create temp table if not exists whodid_state(version integer)',
] as const;

/** The triggers that tell what becomes of the rows of a table, known by number. */
export function triggersOf({ name, columns }: Table, number: number): readonly string[] {
  const old = rowAsJson('old', columns);
  const now = rowAsJson('new', columns);
  const kinds = [
    ['insert', 'null', now],
    ['update', old, now],
    ['delete', old, 'null'],
  ] as const;
  return kinds.map(
    ([kind, before, after]) =>
      `create temp trigger ${ownPrefix}${kind}_${number} after ${kind} on main.${quoteName(name)}
      begin insert into whodid_changes(of, kind, old, new)
      values (${number}, '${kind}', ${before}, ${after}); end`,
  );
}

/** SQLite takes at most 127 arguments, and before it at most 100. */
const mostArguments = 100;

function rowAsJson(side: 'old' | 'new', columns: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < columns.length; at += mostArguments) {
    const some = columns.slice(at, at + mostArguments);
    parts.push(
      `json_array(${some.map((column) => asJson(`${side}.${quoteName(column)}`)).join(', ')})`,
    );
  }
  return `json_array(${parts.map((part) => `json(${part})`).join(', ')})`;
}

// JSON has no bytes, and JavaScript no whole numbers above 2^53.
function asJson(value: string): string {
  return `case typeof(${value}) when 'blob' then '\\x' || lower(hex(${value}))
    when 'integer' then iif(abs(${value} / 2) < 4503599627370496, ${value}, cast(${value} as text))
    else ${value} end`;
}
