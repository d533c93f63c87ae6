import {
  type Clock,
  canonicalText,
  type Entry,
  isUuid,
  type Receipt,
  sha256,
  systemClock,
  WhodidError,
} from '@whodid/core';
import { CommitQueue } from './commit-queue.ts';
import { encodeCursor } from './cursor.ts';
import { checkTenant, readListRequest, readQuestion } from './list-question.ts';
import type { EntryQuestion, ListRequest, Page, Store, TallyQuestion } from './store.ts';
import {
  type Arrival,
  type FoundEntry,
  isDamaged,
  type StoreDriver,
  type StoredEntry,
} from './store-driver.ts';
import { toStoreFault } from './store-fault.ts';
import type { Tally } from './tally/tally.ts';
import { readTallyQuestion } from './tally/tally-question.ts';

export interface StoreOptions {
  /** Tells when an entry was received. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
}

/**
 * Puts the guards around a driver: arguments, limits, cursors, batches, shared commits and the
 * closed state are dealt with here, once, so that a driver only translates.
 *
 * The store owns the driver and closes it.
 */
export function createStore(driver: StoreDriver, options: StoreOptions = {}): Store {
  return new GuardedStore(driver, options.clock ?? systemClock);
}

type Listener = (entries: readonly Entry[]) => void;

class GuardedStore implements Store {
  readonly name: string;
  readonly #driver: StoreDriver;
  readonly #clock: Clock;
  readonly #queue: CommitQueue;
  readonly #listeners = new Set<Listener>();
  readonly #inFlight = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(driver: StoreDriver, clock: Clock) {
    this.name = driver.name;
    this.#driver = driver;
    this.#clock = clock;
    this.#queue = new CommitQueue(driver, (batch, receipts) => this.#announce(batch, receipts));
  }

  append(entries: readonly Entry[]): Promise<readonly Receipt[]> {
    return this.#guard(() => {
      const receivedAt = this.#clock.now();
      return this.#queue.add(entries.map((entry) => toArrival(entry, receivedAt)));
    });
  }

  list(request: ListRequest): Promise<Page> {
    return this.#guard(async () => {
      const { limit, ...question } = readListRequest(request);
      // One more than asked for tells whether there is a next page.
      const found = await this.#driver.read({ ...question, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const more = found.length > limit && last !== undefined;
      return {
        entries: shown.filter(isWhole),
        damaged: shown.filter(isDamaged).map(({ id, occurredAt }) => ({ id, occurredAt })),
        next: more ? encodeCursor(question, last) : null,
      };
    });
  }

  count(question: EntryQuestion): Promise<number> {
    return this.#guard(async () => await this.#driver.count(readQuestion(question)));
  }

  tally(question: TallyQuestion): Promise<Tally> {
    return this.#guard(async () => await this.#driver.tally(readTallyQuestion(question)));
  }

  get(tenant: string, id: string): Promise<StoredEntry | null> {
    return this.#guard(async () => {
      checkTenant(tenant);
      const wanted = String(id).toLowerCase();
      return isUuid(wanted) ? await this.#driver.get(tenant, wanted) : null;
    });
  }

  onStored(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
    this.#listeners.clear();
    await this.#driver.close();
  }

  // Runs a call unless the store is closed, and lets `close` wait for it.
  #guard<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) {
      return Promise.reject(new WhodidError('STORE_CLOSED', { store: this.name }));
    }
    const work = this.#translated(call);
    this.#inFlight.add(work);
    const forget = (): void => {
      this.#inFlight.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  async #translated<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw toStoreFault(this.name, error);
    }
  }

  #announce(batch: readonly Arrival[], receipts: readonly Receipt[]): void {
    if (this.#listeners.size === 0) return;
    const stored = batch.filter((_, index) => receipts[index]?.fate === 'stored');
    if (stored.length === 0) return;
    const entries = stored.map(({ entry }) => entry);
    for (const listener of this.#listeners) this.#tell(listener, entries);
  }

  // What a listener does is its own affair: the entries are stored, and the caller hears so.
  #tell(listener: Listener, entries: readonly Entry[]): void {
    try {
      listener(entries);
    } catch {
      this.#listeners.delete(listener);
    }
  }
}

function isWhole(found: FoundEntry): found is StoredEntry {
  return !isDamaged(found);
}

function toArrival(entry: Entry, receivedAt: number): Arrival {
  const bytes = Buffer.from(canonicalText(entry));
  return { entry, bytes, hash: sha256(bytes), receivedAt };
}
