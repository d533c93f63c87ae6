import type { Entry, Json } from '@whodid/core';
import type { TruthRow } from './scene.ts';

type Row = Record<string, Json>;

// One form for both sides: table, key, operation, before, after. Of an update only what differs, and
// nothing of the fields that have no place in an entry.

/** What the triggers of the database have seen. */
export function facts(truth: readonly TruthRow[]): readonly string[] {
  return truth
    .map(({ name, before, after }) => {
      const [old, now] = [read(before), read(after)];
      if (name === '_article_tag') return link(old ?? now ?? {}, old === null);
      const operation = old === null ? 'CREATE' : now === null ? 'DELETE' : 'UPDATE';
      const names = Object.keys(now ?? old ?? {}).filter(
        (field) =>
          field !== 'password_hash' && (old === null || now === null || old[field] !== now[field]),
      );
      return line(name, String((now ?? old)?.id), operation, pick(old, names), pick(now, names));
    })
    .toSorted();
}

/** What the entries say. */
export function claims(entries: readonly Entry[]): readonly string[] {
  return entries
    .flatMap(({ change, targets, data }) => {
      if (change === undefined) return [];
      const { table, columns } = data as { table: string; columns?: readonly [string, string] };
      const owner = targets[0]?.id ?? '';
      if (change.type === 'M2M') {
        const adds = change.fields[0]?.new !== undefined;
        const [a, b] = columns ?? ['', ''];
        return (change.ids ?? []).map((related) => link({ [a]: owner, [b]: related }, adds));
      }
      const side = (which: 'old' | 'new') =>
        Object.fromEntries(change.fields.map((field) => [field.name, field[which] ?? null]));
      return line(
        table.replace(/^public\./, ''),
        owner,
        change.type,
        change.type === 'CREATE' ? null : side('old'),
        change.type === 'DELETE' ? null : side('new'),
      );
    })
    .toSorted();
}

function link(row: Row, adds: boolean): string {
  return `_article_tag ${row.A},${row.B} ${adds ? 'CREATE' : 'DELETE'}`;
}

function line(
  name: string,
  key: string,
  operation: string,
  old: Row | null,
  now: Row | null,
): string {
  return `${name} ${key} ${operation} ${sorted(old)} -> ${sorted(now)}`;
}

function sorted(row: Row | null): string {
  return row === null ? 'nothing' : JSON.stringify(Object.entries(row).toSorted());
}

function pick(row: Row | null, names: readonly string[]): Row | null {
  if (row === null) return null;
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function read(text: string | null): Row | null {
  return text === null ? null : JSON.parse(text);
}
