import { type EntryFields, matches, type Receipt } from '@whodid/core';
import type {
  Arrival,
  CountRequest,
  Position,
  ReadRequest,
  StoreDriver,
  StoredEntry,
} from '../store-driver.ts';
import { Tallier } from '../tally/tallier.ts';
import type { Tally, TallyRequest } from '../tally/tally.ts';

/**
 * Keeps entries in memory, for tests and for trying things out: nothing survives the driver.
 *
 * A query is answered by `matches` itself, entry by entry, so that other drivers can be compared
 * with this one.
 */
export function memoryDriver(): StoreDriver {
  return new MemoryDriver();
}

/** An entry with what a query is compared with. */
interface Kept {
  readonly entry: EntryFields;
  readonly stored: StoredEntry;
}

class MemoryDriver implements StoreDriver {
  readonly name = 'memory';
  readonly maxBatch = 1000;
  readonly #tenants = new Map<string, Tenant>();

  append(batch: readonly Arrival[]): Promise<readonly Receipt[]> {
    return Promise.resolve(batch.map((arrival) => this.#keep(arrival)));
  }

  read(request: ReadRequest): Promise<readonly StoredEntry[]> {
    const { limit, after } = request;
    const found: StoredEntry[] = [];
    for (const { stored } of this.#matching(request)) {
      if (found.length === limit) break;
      if (after !== null && newestFirst(stored, after) <= 0) continue;
      found.push(stored);
    }
    return Promise.resolve(found);
  }

  count(request: CountRequest): Promise<number> {
    return Promise.resolve([...this.#matching(request)].length);
  }

  tally(request: TallyRequest): Promise<Tally> {
    const tallier = new Tallier(request);
    for (const { entry, stored } of this.#matching(request)) tallier.add(entry, stored.occurredAt);
    return Promise.resolve(tallier.tally());
  }

  get(tenant: string, id: string): Promise<StoredEntry | null> {
    return Promise.resolve(this.#tenants.get(tenant)?.byId.get(id)?.stored ?? null);
  }

  close(): Promise<void> {
    this.#tenants.clear();
    return Promise.resolve();
  }

  *#matching({ tenant, query, from, to }: CountRequest): Generator<Kept> {
    for (const kept of this.#tenants.get(tenant)?.newestFirst ?? []) {
      const { occurredAt } = kept.stored;
      if (from !== null && occurredAt < from) return;
      if (to !== null && occurredAt > to) continue;
      if (matches(query, kept.entry)) yield kept;
    }
  }

  #keep(arrival: Arrival): Receipt {
    const { entry } = arrival;
    const kept: Kept = { entry, stored: storedEntry(arrival) };
    if (Number.isNaN(kept.stored.occurredAt)) {
      return { id: entry.id, fate: 'refused', reason: 'occurredAt is not a time' };
    }
    const tenant = this.#tenantOf(entry.tenant);
    const first = tenant.byId.get(entry.id);
    if (first !== undefined) {
      return first.stored.hash === kept.stored.hash
        ? { id: entry.id, fate: 'duplicate' }
        : { id: entry.id, fate: 'conflict', reason: 'another entry has this id' };
    }
    tenant.byId.set(entry.id, kept);
    tenant.newestFirst.splice(placeFor(kept.stored, tenant.newestFirst), 0, kept);
    return { id: entry.id, fate: 'stored' };
  }

  #tenantOf(name: string): Tenant {
    const known = this.#tenants.get(name);
    if (known !== undefined) return known;
    const tenant: Tenant = { byId: new Map(), newestFirst: [] };
    this.#tenants.set(name, tenant);
    return tenant;
  }
}

interface Tenant {
  readonly byId: Map<string, Kept>;
  readonly newestFirst: Kept[];
}

function storedEntry({ entry, bytes, hash, receivedAt }: Arrival): StoredEntry {
  return {
    text: new TextDecoder().decode(bytes),
    id: entry.id,
    occurredAt: Date.parse(entry.occurredAt),
    hash: Buffer.from(hash).toString('hex'),
    receivedAt,
  };
}

// Negative if `a` comes before `b` in a list.
function newestFirst(a: Position, b: Position): number {
  if (a.occurredAt !== b.occurredAt) return b.occurredAt - a.occurredAt;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}

function placeFor(position: Position, list: readonly Kept[]): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = list[middle]?.stored;
    if (there !== undefined && newestFirst(there, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
