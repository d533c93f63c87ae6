import { canonicalText } from '@whodid/core';
import type { ChangePolicy } from '../change/change-policy.ts';
import type { Caretaker, OutboxDesk } from '../outbox/outbox-desk.ts';
import { abandonedMs, mostRows, type OutboxRow } from '../outbox/outbox-table.ts';
import type { SealedChange } from '../outbox/seal-writes.ts';
import { type Statement, writesRows } from '../sql/statement.ts';
import type { Ask } from './ask.ts';
import { inTransaction, isClosed, knowsTransactions, type SqliteDatabase } from './sqlite-like.ts';

// Without a rowid, so that `last_insert_rowid()` stays what the app has made it.
const make = `create table if not exists main.whodid_outbox(
  id text primary key, entry text not null, made_at integer not null, claimed_at integer)
  without rowid`;
// One statement, so that all are in or none.
const insert = `insert into main.whodid_outbox(id, entry, made_at)
  select json_extract(value, '$[0]'), json_extract(value, '$[1]'), ? from json_each(?)`;
const remove = 'delete from main.whodid_outbox where id in (select value from json_each(?))';
const exists = "select 1 as there from main.sqlite_schema where name = 'whodid_outbox'";
const left = `from main.whodid_outbox
  where made_at <= ? and (claimed_at is null or claimed_at <= ?)`;
const isLeft = `select 1 as there ${left} limit 1`;
const claim = `update main.whodid_outbox set claimed_at = ?
  where id in (select id ${left} order by id limit ${mostRows}) returning id, entry`;
// Changes as many rows as the app's statement has: what our triggers have noted of it, once more.
const restoreChanges = `update temp.whodid_changes set kind = kind
  where seq > (select max(seq) from temp.whodid_changes) - ?`;

/** Statements of ours. */
export interface OwnStatements {
  readonly ask: Ask;
  /** Runs one that gives no rows. */
  run(sql: string, ...parameters: (string | number)[]): void;
}

/** Why the app's statement has not been carried out after all. */
export interface Undone {
  readonly error: unknown;
}

/** The outbox of one connection to SQLite. */
export class SqliteOutbox implements Caretaker {
  readonly #database: SqliteDatabase;
  readonly #policy: ChangePolicy;
  readonly #desk: OutboxDesk;
  readonly #own: OwnStatements;
  readonly #isBusy: () => boolean;
  #open = false;
  #undone: Undone | null = null;

  constructor(
    database: SqliteDatabase,
    policy: ChangePolicy,
    { desk, own, isBusy }: { desk: OutboxDesk; own: OwnStatements; isBusy(): boolean },
  ) {
    this.#database = database;
    this.#policy = policy;
    this.#desk = desk;
    this.#own = own;
    this.#isBusy = isBusy;
    desk.employ(this);
  }

  get gone(): boolean {
    return isClosed(this.#database);
  }

  /** Makes the table if it is missing. Costs nothing if it is there. */
  prepare(): void {
    this.#own.run(make);
  }

  /** Opens a transaction around a write that has none of its own. */
  begin({ verb }: Statement): void {
    const alone = writesRows(verb) && knowsTransactions(this.#database);
    if (!alone || inTransaction(this.#database)) return;
    this.#own.run('savepoint whodid');
    this.#open = true;
  }

  /** Writes entries into the transaction of their changes. @returns whether they are in it. */
  put(changes: readonly SealedChange[]): boolean {
    if (changes.length === 0) return true;
    const inside = inTransaction(this.#database);
    const count = Number(this.#own.ask<{ n: number | bigint }>('select changes() as n')[0]?.n);
    try {
      const rows = changes.map(({ entry }) => [entry.id, canonicalText(entry)]);
      this.#own.run(insert, this.#policy.recorder.now(), JSON.stringify(rows));
      return true;
    } catch (error) {
      // A disk that is full ends the whole transaction, and with it what the app has written.
      if (inside && !inTransaction(this.#database)) this.#undone = { error };
      this.#fault(error);
      return false;
    } finally {
      if (this.#undone === null) this.#own.run(restoreChanges, count);
    }
  }

  /** Ends the transaction that {@link begin} has opened. */
  end(): Undone | null {
    const undone = this.#undone ?? (this.#open ? this.#release() : null);
    this.#undone = null;
    this.#open = false;
    return undone;
  }

  care(): void {
    if (this.#isBusy() || inTransaction(this.#database)) return;
    try {
      this.#unhurried(() => {
        this.#clear();
        this.#look();
      });
    } catch {
      // Somebody else writes. There is time.
      this.#desk.lookAgain();
    }
  }

  #clear(): void {
    const ids = this.#desk.takeDeletable();
    if (ids.length === 0) return;
    try {
      this.#own.run(remove, JSON.stringify(ids));
    } catch (error) {
      this.#desk.stillThere(ids);
      throw error;
    }
  }

  #look(): void {
    const fromMs = this.#desk.lookFrom();
    if (fromMs === null) return;
    const now = this.#policy.recorder.now();
    const times = [now - fromMs, now - abandonedMs] as const;
    const { ask } = this.#own;
    const there = ask(exists).length > 0 && ask(isLeft, ...times).length > 0;
    this.#desk.shipRows(there ? ask<OutboxRow>(claim, now, ...times) : []);
  }

  // The thread of the app must not wait for a lock, however long it would for one of its own.
  #unhurried(fn: () => void): void {
    const { ask } = this.#own;
    const [before] = Object.values(ask<object>('pragma busy_timeout')[0] ?? {});
    ask('pragma busy_timeout = 0');
    try {
      fn();
    } finally {
      ask(`pragma busy_timeout = ${Number(before ?? 0)}`);
    }
  }

  // What fails at the end of a statement without a transaction has failed for the app.
  #release(): Undone | null {
    // The app's statement has ended it.
    if (!inTransaction(this.#database)) return null;
    try {
      this.#own.run('release whodid');
      return null;
    } catch (error) {
      this.#own.run('rollback');
      return { error };
    }
  }

  #fault(error: unknown): void {
    this.#policy.recorder.fault('orm.outbox', error);
  }
}
