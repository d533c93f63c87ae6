import type { DatabaseSync } from 'node:sqlite';
import { openDataFile } from '../open-data-file.ts';

/** The layout: see {@link openDataFile}. */
const steps: readonly string[] = [
  `create table keys (
    id text primary key,
    hash blob not null,
    name text not null,
    scopes text not null,
    tenant text not null,
    created_at integer not null,
    expires_at integer,
    last_used_at integer,
    revoked_at integer
  ) strict;
  create table sessions (
    hash blob primary key,
    tenant text not null,
    operator integer not null,
    created_at integer not null,
    expires_at integer not null
  ) strict, without rowid;`,
  'alter table sessions add column key_id text;',
  // Whom a key acts for, and what only this collector knows.
  `alter table keys add column user_id text;
  create table secret (
    name text primary key,
    value blob not null
  ) strict, without rowid;`,
  // People, and whose a session is.
  `create table users (
    id text primary key,
    tenant text not null,
    name text not null unique,
    user_id text not null,
    role text not null,
    password text,
    issuer text,
    subject text,
    created_at integer not null,
    last_sign_in_at integer,
    disabled_at integer,
    unique (issuer, subject)
  ) strict;
  alter table sessions add column user text references users (id);
  create index sessions_of_user on sessions (user) where user is not null;`,
];

/**
 * Opens `<dataDir>/access.sqlite`, where keys, users and sessions are kept, their secrets as hashes
 * only.
 *
 * @throws WhodidError `STORE_VERSION` if a newer whodid wrote it.
 */
export function openAccessFile(dataDir: string): DatabaseSync {
  return openDataFile(dataDir, 'access', steps);
}
