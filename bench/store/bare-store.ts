import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canonicalText, type Entry, searchText } from '@whodid/core';

// What one would write without us: a row an entry, its text beside the columns that are asked for,
// an index for each of them, full text, one transaction a batch. Same file settings as ours.
const layout = `
  pragma page_size = 8192;
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table entry (
    n integer primary key, id blob, tenant text, at integer, kind text, actor text, action text,
    target text, stream text, outcome text, status integer, route text, request text, body text
  );
  create unique index by_id on entry (tenant, id);
  create index by_at on entry (tenant, at, id);
  create index by_actor on entry (actor, at);
  create index by_action on entry (action, at);
  create index by_target on entry (target, at);
  create index by_stream on entry (stream, at);
  create index by_outcome on entry (outcome, at);
  create index by_status on entry (status, at);
  create index by_route on entry (route, at);
  create index by_request on entry (request, at);
  create virtual table word using fts5 (
    text, content='', contentless_delete=1, detail=none, tokenize='unicode61'
  );
`;

type Value = string | number | Uint8Array | null;

/** A row as it is bound, and its text for the full text search. */
export interface BareRow {
  readonly values: readonly Value[];
  readonly text: string;
}

/** Made before the clock starts: the bare insert is only the insert. */
export function toBareRow(entry: Entry): BareRow {
  const { id, tenant, occurredAt, kind, actor, action, targets, stream, outcome, http } = entry;
  const values: Value[] = [
    Buffer.from(id.replaceAll('-', ''), 'hex'),
    tenant,
    Date.parse(occurredAt),
    kind,
    actor.id,
    action,
    targets[0]?.id ?? null,
    stream ?? null,
    outcome,
    http?.statusCode ?? null,
    http?.route ?? null,
    entry.ambient?.requestId ?? null,
    canonicalText(entry),
  ];
  return { values, text: searchText(entry) };
}

/** Inserts rows in batches; gives the milliseconds that took. */
export function insertBare(directory: string, rows: readonly BareRow[], batch: number): number {
  const database = new DatabaseSync(join(directory, 'entries.db'));
  database.exec(layout);
  const insertRow = database.prepare(`insert into entry values (${'?, '.repeat(13)}?)`);
  const insertText = database.prepare('insert into word (rowid, text) values (?, ?)');
  const start = performance.now();
  for (let first = 0; first < rows.length; first += batch) {
    database.exec('begin immediate');
    for (const [offset, { values, text }] of rows.slice(first, first + batch).entries()) {
      const n = first + offset + 1;
      insertRow.run(n, ...values);
      insertText.run(n, text);
    }
    database.exec('commit');
  }
  const elapsed = performance.now() - start;
  database.close();
  return elapsed;
}
