import type { Store } from '@whodid/store';
import { LRUCache } from 'lru-cache';

/** A large store counts for a while, and an open page asks every few seconds. */
const lifeMs = 10_000;
const tenantLimit = 1000;

/** How many entries a tenant has, counted anew after ten seconds. */
export class EntryCounts {
  readonly #store: Store;
  readonly #counts = new LRUCache<string, Promise<number>>({ max: tenantLimit, ttl: lifeMs });

  constructor(store: Store) {
    this.#store = store;
  }

  of(tenant: string): Promise<number> {
    const known = this.#counts.get(tenant);
    if (known !== undefined) return known;
    const count = this.#store.count({ tenant, query: { type: 'all' } });
    this.#counts.set(tenant, count);
    count.catch(() => this.#counts.delete(tenant));
    return count;
  }
}
