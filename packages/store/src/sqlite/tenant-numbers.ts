import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Small numbers for tenants, so that their names are not in every row. */
export class TenantNumbers {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('insert or ignore into tenant (name) values (?)');
    this.#find = database.prepare('select number from tenant where name = ?');
  }

  /** The number of a tenant, which gets one if it has none. */
  numberOf(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#insert.run(name);
    const number = Number(this.#find.get(name)?.number);
    this.#known.set(name, number);
    return number;
  }

  /** Must be called after a rollback. */
  forget(): void {
    this.#known.clear();
  }
}
