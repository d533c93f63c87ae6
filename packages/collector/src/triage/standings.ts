import type { Entry } from '@whodid/core';
import type { Store } from '@whodid/store';
import { allMoves, type Move, moveIn, readMove } from './move.ts';

const atOnce = 500;
/** So many entries of a tenant are kept in mind; beyond, those that moved longest ago are not. */
const mostEntries = 50_000;

/**
 * The last move of every entry that was ever moved, by tenant: what a board shows. Read once from the
 * store and kept up to date with what is stored since.
 */
export class Standings {
  readonly #store: Store;
  readonly #tenants = new Map<string, Promise<Map<string, Move>>>();
  readonly #unsubscribe: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#unsubscribe = store.onStored((entries) => this.#take(entries));
  }

  /**
   * The last moves of a tenant, by the id of the entry that was moved.
   *
   * @throws WhodidError `STORE_UNAVAILABLE`
   */
  async of(tenant: string): Promise<ReadonlyMap<string, Move>> {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return await known;
    const loading = this.#load(tenant);
    this.#tenants.set(tenant, loading);
    try {
      return await loading;
    } catch (error) {
      this.#tenants.delete(tenant);
      throw error;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#unsubscribe();
    this.#tenants.clear();
  }

  async #load(tenant: string): Promise<Map<string, Move>> {
    const last = new Map<string, Move>();
    let cursor: string | undefined;
    do {
      const page = await this.#store.list({ tenant, query: allMoves(), limit: atOnce, cursor });
      for (const stored of page.entries) keep(last, readMove(stored));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && last.size < mostEntries);
    return last;
  }

  // What is stored while a tenant is read may be in what was read, too: the higher revision wins.
  #take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const loading = this.#tenants.get(entry.tenant);
      if (loading === undefined) continue;
      const move = moveIn(entry);
      if (move !== null) void loading.then((last) => keep(last, move)).catch(() => undefined);
    }
  }
}

function keep(last: Map<string, Move>, move: Move | null): void {
  if (move === null || (last.get(move.entry)?.revision ?? 0) >= move.revision) return;
  last.set(move.entry, move);
}
