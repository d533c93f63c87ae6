/**
 * The layout of the database, step by step. Step n leads to `user_version` n.
 *
 * Frozen: a step that was released is never edited, a change is a new step at the end.
 */
export const migrations: readonly string[] = [
  // 1: `block` is what is kept; everything else can be made again from it.
  `
  create table block (
    -- Number of the first entry in it; the others follow without holes.
    first integer primary key,
    count integer not null,
    -- SHA-256 of each entry, 32 bytes after 32 bytes. Not compressed: hashes are noise.
    hashes blob not null,
    -- See block.ts.
    body blob not null
  ) strict;

  create table entry (
    -- Order of arrival, from 1, without holes.
    n integer primary key,
    id blob not null,
    tenant integer not null,
    at integer not null
  ) strict;
  create unique index entry_by_id on entry (id, tenant);

  -- 1024 entries in order of arrival, and between which times they happened.
  create table zone (
    number integer primary key,
    min_at integer not null,
    max_at integer not null
  ) strict;
  create index zone_by_time on zone (max_at);

  create table tenant (
    number integer primary key,
    name text not null unique
  ) strict;

  -- Words and field tokens of each entry, by its number.
  create virtual table word using fts5 (
    tokens, content='', contentless_delete=1, detail=none,
    tokenize="ascii tokenchars '._:/@~!-='"
  );
  -- Twice the default: a fifth less work in writing, for a little more in reading.
  insert into word (word, rank) values ('automerge', 8);
  create virtual table word_list using fts5vocab (word, row);

  -- The field tokens that there are, for the fields that have few. Finding them in the index
  -- itself would walk through all entries that have them.
  create table token (
    token text primary key
  ) strict, without rowid;

  create table meta (
    name text primary key,
    value integer not null
  ) strict, without rowid;
  `,
  // 2: what the entries of full zones are counted by, one row a field. See columns/column.ts.
  `
  create table tally_column (
    zone integer not null,
    field text not null,
    data blob not null,
    primary key (zone, field)
  ) strict, without rowid;
  `,
];
