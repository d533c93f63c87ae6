import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EntryFields } from '@whodid/core';
import { idBytes } from './entry-id.ts';
import { tenantToken } from './field-token.ts';
import { indexEntry } from './index-entry.ts';
import { SeenTokens } from './seen-tokens.ts';
import { TenantNumbers } from './tenant-numbers.ts';
import { zoneOf } from './zone.ts';

/**
 * Everything by which entries are found: identity, order, words and field tokens. It holds nothing
 * that could not be made again from the blocks.
 */
export class EntryIndex {
  readonly #tenants: TenantNumbers;
  readonly #insertEntry: StatementSync;
  readonly #findEntry: StatementSync;
  readonly #removeEntries: StatementSync;
  readonly #selectEntries: StatementSync;
  readonly #insertWords: StatementSync;
  readonly #insertToken: StatementSync;
  readonly #growZone: StatementSync;
  readonly #seen = new SeenTokens();
  readonly #zones = new Map<number, { minAt: number; maxAt: number }>();

  constructor(database: DatabaseSync) {
    this.#tenants = new TenantNumbers(database);
    this.#insertEntry = database.prepare(
      'insert into entry (n, id, tenant, at) values (?, ?, ?, ?) on conflict do nothing',
    );
    this.#findEntry = database.prepare('select n from entry where id = ? and tenant = ?');
    this.#removeEntries = database.prepare('delete from entry where n >= ? and n < ?');
    this.#selectEntries = database.prepare(
      'select n, tenant, at from entry where n >= ? and n < ?',
    );
    this.#insertWords = database.prepare('insert into word (rowid, tokens) values (?, ?)');
    this.#insertToken = database.prepare('insert or ignore into token (token) values (?)');
    this.#growZone = database.prepare(
      `insert into zone (number, min_at, max_at) values (?, ?, ?)
       on conflict (number) do update
       set min_at = min(min_at, excluded.min_at), max_at = max(max_at, excluded.max_at)`,
    );
  }

  /**
   * Adds an entry under a number, unless its tenant has one of the same id: then it gives the
   * number of that one.
   */
  add(n: number, entry: EntryFields): number {
    const tenant = this.#tenants.numberOf(entry.tenant);
    const id = idBytes(entry.id);
    const at = Date.parse(entry.occurredAt);
    // Before anything is written, because this is what a strange entry may fail at.
    const { tokens, listed } = indexEntry(entry, tenant, this.#seen);
    if (Number(this.#insertEntry.run(n, id, tenant, at).changes) === 0) {
      return Number(this.#findEntry.get(id, tenant)?.n);
    }
    this.#insertWords.run(n, tokens);
    for (const one of listed) {
      this.#insertToken.run(one.start + one.token);
      this.#seen.add(one);
    }
    this.#noteTime(zoneOf(n), at);
    return n;
  }

  /** Adds entries under the numbers from `first` on, in place of what was known of those. */
  replace(first: number, entries: readonly EntryFields[]): void {
    this.#removeEntries.run(first, first + entries.length);
    for (const [offset, entry] of entries.entries()) this.add(first + offset, entry);
  }

  /**
   * Keeps what is known of entries that cannot be read any more: whose they are and when they
   * happened. They are found by time alone.
   */
  keep(first: number, count: number): void {
    for (const row of this.#selectEntries.all(first, first + count)) {
      this.#insertWords.run(Number(row.n), tenantToken(Number(row.tenant)));
      this.#noteTime(zoneOf(Number(row.n)), Number(row.at));
    }
  }

  /** Writes what is collected during a transaction. Must be called at its end. */
  flush(): void {
    for (const [zone, { minAt, maxAt }] of this.#zones) this.#growZone.run(zone, minAt, maxAt);
    this.#zones.clear();
  }

  /** Must be called after a rollback. */
  forget(): void {
    this.#tenants.forget();
    this.#seen.clear();
    this.#zones.clear();
  }

  #noteTime(zone: number, at: number): void {
    const known = this.#zones.get(zone);
    this.#zones.set(zone, {
      minAt: Math.min(at, known?.minAt ?? at),
      maxAt: Math.max(at, known?.maxAt ?? at),
    });
  }
}
