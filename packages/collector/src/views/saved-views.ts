import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import { openDataFile } from '../open-data-file.ts';
import { Problem } from '../problem/problem.ts';

/** The layout: see {@link openDataFile}. */
const steps: readonly string[] = [
  `create table view (
    id text primary key,
    tenant text not null,
    owner text not null,
    name text not null,
    query text not null,
    range text not null,
    shared integer not null,
    saved_at integer not null
  ) strict, without rowid;
  create index views_of_tenant on view (tenant);`,
];

/** A question that somebody asks again and again. */
export interface ViewContent {
  readonly name: string;
  readonly query: string;
  /** As the pages write it in their addresses: `7d`, `last-month`, `all`, `FROM..TO`. */
  readonly range: string;
  /** Whether everybody of the tenant sees it. */
  readonly shared: boolean;
}

export interface SavedView extends ViewContent {
  readonly id: string;
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** Whose views are meant. */
export interface ViewHolder {
  readonly tenant: string;
  readonly owner: string;
}

/** Enough for a team, and few enough to be listed at once. */
const mostOfTenant = 500;

/** Saved views, in `<dataDir>/views.sqlite`: one's own, and those that are shared with the tenant. */
export class SavedViews {
  readonly #file: DatabaseSync;
  readonly #clock: Clock;
  readonly #list: StatementSync;
  readonly #count: StatementSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  /** @throws WhodidError `STORE_VERSION` if a newer whodid wrote the file. */
  constructor(dataDir: string, clock: Clock) {
    this.#file = openDataFile(dataDir, 'views', steps);
    this.#clock = clock;
    this.#list = this.#file.prepare(
      'select * from view where tenant = ? and (owner = ? or shared = 1) order by name, id',
    );
    this.#count = this.#file.prepare('select count(*) as count from view where tenant = ?');
    this.#get = this.#file.prepare('select * from view where tenant = ? and id = ?');
    this.#put = this.#file.prepare(
      `insert into view (id, tenant, owner, name, query, range, shared, saved_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set name = excluded.name, query = excluded.query,
         range = excluded.range, shared = excluded.shared, saved_at = excluded.saved_at`,
    );
    this.#remove = this.#file.prepare('delete from view where tenant = ? and id = ?');
  }

  /** One's own and the shared ones, by name. */
  list({ tenant, owner }: ViewHolder): readonly SavedView[] {
    return this.#list.all(tenant, owner).map(viewOf);
  }

  /** One that the holder sees, or `null`. */
  get({ tenant, owner }: ViewHolder, id: string): SavedView | null {
    const row = this.#get.get(tenant, id);
    const view = row === undefined ? null : viewOf(row);
    return view !== null && (view.shared || view.owner === owner) ? view : null;
  }

  /** @throws Problem `VIEWS_FULL` if the tenant has 500 already. */
  add(holder: ViewHolder, content: ViewContent): SavedView {
    if (Number(this.#count.get(holder.tenant)?.count) >= mostOfTenant) {
      throw new Problem(
        'VIEWS_FULL',
        `There are ${mostOfTenant} views already. Delete some first.`,
      );
    }
    return this.#save(holder, randomUUID(), content);
  }

  /** Replaces what a view asks. Its owner stays. */
  replace({ tenant }: ViewHolder, { id, owner }: SavedView, content: ViewContent): SavedView {
    return this.#save({ tenant, owner }, id, content);
  }

  remove({ tenant }: ViewHolder, { id }: SavedView): void {
    this.#remove.run(tenant, id);
  }

  /** Idempotent. */
  close(): void {
    if (this.#file.isOpen) this.#file.close();
  }

  #save({ tenant, owner }: ViewHolder, id: string, content: ViewContent): SavedView {
    const { name, query, range, shared } = content;
    const savedAt = this.#clock.now();
    this.#put.run(id, tenant, owner, name, query, range, shared ? 1 : 0, savedAt);
    return { id, owner, savedAt, name, query, range, shared };
  }
}

function viewOf(row: Readonly<Record<string, unknown>>): SavedView {
  return {
    id: String(row.id),
    owner: String(row.owner),
    name: String(row.name),
    query: String(row.query),
    range: String(row.range),
    shared: row.shared === 1,
    savedAt: Number(row.saved_at),
  };
}
