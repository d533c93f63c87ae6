import type { Entry, Query, Receipt } from '@whodid/core';
import type { Tally, TallyRequest } from './tally/tally.ts';

/** An entry on its way into a store, with the bytes that are kept. */
export interface Arrival {
  readonly entry: Entry;
  /** Canonical UTF-8 bytes (RFC 8785). Kept exactly so. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`. */
  readonly hash: Uint8Array;
  /** When the collector took it, in milliseconds since 1970. Kept beside the entry, not in it. */
  readonly receivedAt: number;
}

/** A stored entry as it is handed out. */
export interface StoredEntry {
  /** The kept bytes as text: canonical JSON. Pass it on as it is. */
  readonly text: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  readonly hash: string;
  readonly receivedAt: number;
}

/** A place in a list that is ordered newest first by `occurredAt`, then by `id`. */
export interface Position {
  readonly occurredAt: number;
  readonly id: string;
}

/**
 * The place of an entry whose bytes are not those that were stored any more, or not there. They are
 * never handed out.
 */
export interface DamagedEntry extends Position {
  readonly damaged: true;
}

export type FoundEntry = StoredEntry | DamagedEntry;

/** Whether only the place of an entry is left. */
export function isDamaged(found: FoundEntry): found is DamagedEntry {
  return 'damaged' in found;
}

/** Which entries are meant. */
export interface CountRequest {
  readonly tenant: string;
  readonly query: Query;
  /** Earliest `occurredAt`, in milliseconds since 1970, included. `null` for no bound. */
  readonly from: number | null;
  /** Latest `occurredAt`, included. `null` for no bound. */
  readonly to: number | null;
}

/** What to read. */
export interface ReadRequest extends CountRequest {
  /** From 1 to 501. */
  readonly limit: number;
  /** Read strictly after this place. `null` for the beginning. The entry it names may be gone. */
  readonly after: Position | null;
}

/**
 * Translates to one database. This is all an adapter writes.
 *
 * `createStore` has already checked arguments, cut batches to size, decoded the page position and
 * refused calls after `close()`. A driver repeats none of that, and does no batching, retrying or
 * redacting of its own. It is finished when it passes `storeConformance` from `@whodid/testkit`.
 */
export interface StoreDriver {
  /** Lower case, as it appears in errors and metrics: `sqlite`. */
  readonly name: string;
  /** Most entries `append` takes at once. */
  readonly maxBatch: number;
  /**
   * How many calls of `append` may be on their way at once. More than one keeps a driver busy that
   * works elsewhere, while the next batch is prepared here.
   *
   * @defaultValue `1`
   */
  readonly appendsAtOnce?: number;

  /**
   * Keeps a batch. Resolves when each entry reported `stored` would survive a crash.
   *
   * Safe to repeat: an id that is already there with the same hash is a `duplicate` and left as it
   * was; with another hash it is a `conflict`, and the first one stays. One bad entry does not harm
   * its neighbours; it alone is `refused`. Ids belong to a tenant: the same id of another tenant is
   * another entry.
   *
   * @param batch - 1 to `maxBatch` arrivals, oldest first. Ids may repeat.
   * @returns one receipt per arrival, in the order of the batch.
   * @throws WhodidError `STORE_UNAVAILABLE` if nothing was written and a retry may help.
   */
  append(batch: readonly Arrival[]): Promise<readonly Receipt[]>;

  /**
   * Reads matching entries, newest first by `occurredAt`, then by `id`. One that is damaged takes its
   * place among them if it may have matched: it neither fails the others nor is passed over.
   */
  read(request: ReadRequest): Promise<readonly FoundEntry[]>;

  /** How many entries match. */
  count(request: CountRequest): Promise<number>;

  /**
   * How many entries match, when, and of what. One that is damaged is counted as it was, or not at all.
   * A driver that would need long counts the newest ones, and says since when.
   */
  tally(request: TallyRequest): Promise<Tally>;

  /**
   * One entry, or `null`.
   *
   * @throws WhodidError `ENTRY_DAMAGED` if what is kept of it is not what was written.
   */
  get(tenant: string, id: string): Promise<StoredEntry | null>;

  /** Releases what the driver opened. What was appended is there when it is opened again. */
  close(): Promise<void>;
}
