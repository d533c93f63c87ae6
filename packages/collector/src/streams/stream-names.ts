import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import { openDataFile } from '../open-data-file.ts';

/** The layout: see {@link openDataFile}. */
const steps: readonly string[] = [
  `create table stream (
    tenant text not null,
    name text not null,
    -- Another name under which its entries are shown.
    shown_as text,
    -- Until an entry comes that is newer.
    hidden_at integer,
    primary key (tenant, name)
  ) strict, without rowid;`,
];

/** What is kept of a stream besides its entries. */
export interface StreamRow {
  readonly name: string;
  /** `null` unless it was renamed. */
  readonly shownAs: string | null;
  /** When it was removed, in milliseconds since 1970. */
  readonly hiddenAt: number | null;
}

/**
 * What people call streams, in `<dataDir>/streams.sqlite`. Entries never change: a stream that is
 * renamed has a second name, one that is removed is not listed.
 */
export class StreamNames {
  readonly #file: DatabaseSync;
  readonly #clock: Clock;
  readonly #list: StatementSync;
  readonly #set: StatementSync;
  readonly #move: StatementSync;
  readonly #forget: StatementSync;

  /** @throws WhodidError `STORE_VERSION` if a newer whodid wrote the file. */
  constructor(dataDir: string, clock: Clock) {
    this.#file = openDataFile(dataDir, 'streams', steps);
    this.#clock = clock;
    this.#list = this.#file.prepare('select * from stream where tenant = ? order by name');
    this.#set = this.#file.prepare(
      `insert into stream (tenant, name, shown_as, hidden_at) values (?, ?, ?, ?)
       on conflict do update set shown_as = excluded.shown_as, hidden_at = excluded.hidden_at`,
    );
    this.#move = this.#file.prepare(
      'update stream set shown_as = ?3 where tenant = ?1 and shown_as = ?2',
    );
    this.#forget = this.#file.prepare(
      'update stream set shown_as = null where tenant = ? and name = ?',
    );
  }

  rows(tenant: string): readonly StreamRow[] {
    return this.#list.all(tenant).map(({ name, shown_as, hidden_at }) => ({
      name: String(name),
      shownAs: shown_as === null ? null : String(shown_as),
      hiddenAt: hidden_at === null ? null : Number(hidden_at),
    }));
  }

  /** Declares a stream, or shows one again that was removed. */
  add(tenant: string, name: string): void {
    this.#set.run(tenant, name, null, null);
  }

  remove(tenant: string, name: string): void {
    this.#set.run(tenant, name, null, this.#clock.now());
  }

  /** Shows the entries of `name`, and of all that was shown as it, as `newName`. */
  rename(tenant: string, name: string, newName: string): void {
    this.#file.exec('begin immediate');
    try {
      this.#set.run(tenant, newName, null, null);
      this.#move.run(tenant, name, newName);
      this.#set.run(tenant, name, newName, null);
      // It may have had this name before.
      this.#forget.run(tenant, newName);
      this.#file.exec('commit');
    } catch (error) {
      this.#file.exec('rollback');
      throw error;
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#file.isOpen) this.#file.close();
  }
}
