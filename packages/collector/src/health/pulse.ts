import type { Clock, Entry, Receipt } from '@whodid/core';
import { LRUCache } from 'lru-cache';
import { Arrivals } from './arrivals.ts';
import { Producers } from './producers.ts';

/** What was noticed of one tenant's entries since the collector started. */
export interface TenantPulse {
  readonly arrivals: Arrivals;
  readonly producers: Producers;
  /** Entries that could be read and that the store refused. */
  refused: number;
}

/** Beyond it, the tenant that was quiet longest begins anew. */
const tenantLimit = 1000;

/** Notices what comes in, in memory. It begins anew with the process. */
export class Pulse {
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  readonly #clock: Clock;
  readonly #tenants = new LRUCache<string, TenantPulse>({ max: tenantLimit });

  constructor(clock: Clock) {
    this.#clock = clock;
    this.since = clock.now();
  }

  /** @param receipts - what became of the entries, in their order. */
  note(entries: readonly Entry[], receipts: readonly Receipt[]): void {
    const now = this.#clock.now();
    for (const tenant of new Set(entries.map((entry) => entry.tenant))) {
      const pulse = this.of(tenant);
      const stored: number[] = [];
      for (const [at, entry] of entries.entries()) {
        if (entry.tenant !== tenant) continue;
        const fate = receipts[at]?.fate;
        if (fate === 'stored') stored.push(Date.parse(entry.occurredAt));
        if (fate === 'refused') pulse.refused += 1;
        // A duplicate is there, and of a conflict there is an entry that says so.
        else pulse.producers.see(entry, now);
      }
      if (stored.length > 0) pulse.arrivals.add(stored, now);
    }
  }

  of(tenant: string): TenantPulse {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return known;
    const pulse = { arrivals: new Arrivals(), producers: new Producers(), refused: 0 };
    this.#tenants.set(tenant, pulse);
    return pulse;
  }
}
