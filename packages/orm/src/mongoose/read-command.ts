import type { Json } from '@whodid/core';
import type { ChangePolicy } from '../change/change-policy.ts';
import { momentOf } from '../change/moment.ts';
import type { Row, RowChange, Write } from '../change/write.ts';
import type { TableName } from '../sql/table-name.ts';
import { bsonJson } from './bson-json.ts';

type Document = { readonly [name: string]: unknown };

/** What the server answers to a write. */
export interface Answer {
  readonly n?: unknown;
  readonly nModified?: unknown;
  readonly upserted?: readonly unknown[];
  readonly writeErrors?: readonly { readonly index: number }[];
}

const verbs = { insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const;
const lists = { insert: 'documents', update: 'updates', delete: 'deletes' } as const;

/**
 * Reads a command when it is sent, since the app may change its documents afterwards.
 *
 * @returns what it has written according to its answer; `null` if the command is none of our business.
 */
export function readCommand(
  kind: string,
  database: string,
  command: Document,
  policy: ChangePolicy,
): ((answer: Answer) => Write | null) | null {
  if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') return null;
  const name = { schema: database, name: String(command[kind]) };
  if (policy.excludes(name)) return null;
  const moment = momentOf(policy.recorder);
  const parts = (command[lists[kind]] ?? []) as readonly Document[];
  const rows = parts.map((part) => readers[kind](part, name, policy));
  const table = { ...name, columns: [], key: ['_id'], links: [] };
  return (answer) => {
    const count = countOf(kind, answer);
    if (count === 0) return null;
    const done = kind === 'insert' ? doneOf(rows, command.ordered !== false, answer) : rows;
    // Counts are of the whole command: of several updates they do not say which have changed something.
    const counted = kind === 'insert' ? count !== null : done.length === 1 && count === 1;
    const whole = counted && !answer.upserted?.length;
    const known = done.filter((row) => row !== null);
    if (whole && known.length === done.length) return { moment, table, rows: known };
    const statement = `${kind} ${name.name}`;
    return { moment, table: name, verb: verbs[kind], count, statement, language: 'mongo' };
  };
}

function countOf(kind: string, { n, nModified, upserted }: Answer): number | null {
  // Nothing is said of what nobody waits for.
  if (n === undefined) return null;
  return kind === 'update' ? Number(nModified ?? 0) + (upserted?.length ?? 0) : Number(n);
}

function doneOf<T>(
  rows: readonly T[],
  ordered: boolean,
  { n, writeErrors = [] }: Answer,
): readonly T[] {
  if (n === undefined) return [];
  const failed = new Set(writeErrors.map(({ index }) => index));
  const end = ordered && failed.size > 0 ? Math.min(...failed) : rows.length;
  return rows.filter((_, index) => index < end && !failed.has(index));
}

type Reader = (part: Document, table: TableName, policy: ChangePolicy) => RowChange | null;

const readers: Readonly<Record<keyof typeof verbs, Reader>> = {
  insert: (part, table, policy) => ({ before: null, after: rowOf(part, table, policy) }),
  update: ({ q, u }, table, policy) => {
    const key = keyOf(q);
    if (key === null || Array.isArray(u)) return null;
    const change = (u ?? {}) as Document;
    if (!Object.keys(change).some((name) => name.startsWith('$')))
      return { before: 'unknown', after: { ...rowOf(change, table, policy), _id: key } };
    const set = rowOf((change.$set ?? {}) as Document, table, policy);
    const unset = Object.keys((change.$unset ?? {}) as Document)
      .filter((name) => !hidden(name, table, policy))
      .map((name) => [name, null]);
    return { before: 'unknown', after: { ...set, ...Object.fromEntries(unset), _id: key } };
  },
  delete: ({ q }) => {
    const key = keyOf(q);
    return key === null ? null : { before: { _id: key }, after: null };
  },
};

function rowOf(part: Document, table: TableName, policy: ChangePolicy): Row {
  return bsonJson(part, (name) => hidden(name, table, policy)) as Row;
}

/** Also at the end of a path, or in its middle. */
function hidden(path: string, table: TableName, policy: ChangePolicy): boolean {
  return [path, ...path.split('.')].some((name) => policy.excludesField(table, name));
}

function keyOf(filter: unknown): Json | null {
  const { _id: id } = (filter ?? {}) as Document;
  if (id === undefined || id === null || id instanceof RegExp) return null;
  const key = bsonJson(id, () => false);
  return typeof key === 'object' ? null : key;
}
