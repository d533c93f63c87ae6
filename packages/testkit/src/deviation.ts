import type { EntryFields, Query, Receipt } from '@whodid/core';
import {
  type Arrival,
  type CountRequest,
  type FoundEntry,
  memoryDriver,
  type ReadRequest,
  type StoreDriver,
  type StoredEntry,
  type Tally,
  type TallyRequest,
} from '@whodid/store';

/** What a driver does differently. What is absent, it does right. */
export interface Deviation {
  readonly append?: (driver: StoreDriver, batch: readonly Arrival[]) => Promise<readonly Receipt[]>;
  readonly read?: (driver: StoreDriver, request: ReadRequest) => Promise<readonly FoundEntry[]>;
  readonly count?: (driver: StoreDriver, request: CountRequest) => Promise<number>;
  readonly tally?: (driver: StoreDriver, request: TallyRequest) => Promise<Tally>;
  readonly get?: (driver: StoreDriver, tenant: string, id: string) => Promise<StoredEntry | null>;
  /** What becomes of each entry on its way out. */
  readonly answer?: (stored: StoredEntry) => StoredEntry;
}

/** A memory driver that does one thing differently. */
export function broken(deviation: Deviation): StoreDriver {
  const { append, read, count, tally, get, answer = (stored) => stored } = deviation;
  const driver = memoryDriver();
  return {
    name: 'broken',
    maxBatch: driver.maxBatch,
    append: (batch) => (append === undefined ? driver.append(batch) : append(driver, batch)),
    read: async (request) => {
      const found = read === undefined ? driver.read(request) : read(driver, request);
      return (await found).map((one) => ('damaged' in one ? one : answer(one)));
    },
    count: (request) => (count === undefined ? driver.count(request) : count(driver, request)),
    tally: (request) => (tally === undefined ? driver.tally(request) : tally(driver, request)),
    get: async (tenant, id) => {
      const found = await (get === undefined ? driver.get(tenant, id) : get(driver, tenant, id));
      return found === null ? null : answer(found);
    },
    close: () => driver.close(),
  };
}

/** Reads everything that matches, orders it its own way, and cuts the page out of that. */
export function readingAll(
  order: (found: readonly FoundEntry[]) => readonly FoundEntry[],
): StoreDriver {
  return broken({
    read: async (driver, request) => {
      const found = order(await driver.read({ ...request, after: null, limit: 100_000 }));
      const { after } = request;
      const start = after === null ? 0 : found.findIndex(({ id }) => id === after.id) + 1;
      return found.slice(start, start + request.limit);
    },
  });
}

/** Has its own opinion of what a query asks for. */
export function withQuery(holds: (query: Query, entry: EntryFields) => boolean): StoreDriver {
  return broken({
    read: async (driver, request) => {
      const all = await driver.read({ ...request, query: { type: 'all' }, limit: 100_000 });
      return all
        .filter((one) => 'damaged' in one || holds(request.query, JSON.parse(one.text)))
        .slice(0, request.limit);
    },
  });
}
