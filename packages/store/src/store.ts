import type { Entry, Query, Receipt } from '@whodid/core';
import type { Position, StoredEntry } from './store-driver.ts';
import type { Tally, TallyGroup } from './tally/tally.ts';

/** One page of a list. */
export interface Page {
  readonly entries: readonly StoredEntry[];
  /**
   * Where on this page there are entries that cannot be shown, newest first: their bytes are not those
   * that were stored any more. That they match is only as certain as the index is. Together with
   * `entries` there are at most as many as were asked for.
   */
  readonly damaged: readonly Position[];
  /** Where the next page begins, or `null` at the end. Opaque, bound to the query. */
  readonly next: string | null;
}

/** Which entries are meant. `from` and `to` are milliseconds since 1970, both included. */
export interface EntryQuestion {
  readonly tenant: string;
  readonly query: Query;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface ListRequest extends EntryQuestion {
  /** From 1 to 500. @defaultValue 50 */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** What to count, and how to divide it. */
export interface TallyQuestion extends EntryQuestion {
  /** At most 8. @defaultValue none */
  readonly by?: readonly TallyGroup[] | undefined;
  /** Most values of a group, from 1 to 1000. @defaultValue 10 */
  readonly top?: number | undefined;
  /** Which values of a group come first: those of most entries, or of the newest. @defaultValue `'count'` */
  readonly order?: 'count' | 'last' | undefined;
  /**
   * Bounds of the buckets of time, ascending, in milliseconds since 1970: bucket `i` is from
   * `edges[i]` up to and without `edges[i + 1]`. From 2 to 1001, or none. @defaultValue none
   */
  readonly edges?: readonly number[] | undefined;
}

/** The guarded facade that everything else uses. */
export interface Store {
  /** Name of the driver, as in `sqlite`. */
  readonly name: string;

  /**
   * Keeps entries and tells the fate of each, in order. Any number at once; concurrent calls share
   * commits. Resolves when everything reported `stored` is durable.
   *
   * @throws WhodidError `STORE_UNAVAILABLE`, `STORE_CLOSED`.
   */
  append(entries: readonly Entry[]): Promise<readonly Receipt[]>;

  /**
   * One page, newest first.
   *
   * @throws WhodidError `CURSOR_INVALID`, `STORE_ARGUMENT`, `STORE_CLOSED`, `STORE_UNAVAILABLE`.
   */
  list(request: ListRequest): Promise<Page>;

  /**
   * How many entries match.
   *
   * @throws WhodidError `STORE_ARGUMENT`, `STORE_CLOSED`, `STORE_UNAVAILABLE`.
   */
  count(question: EntryQuestion): Promise<number>;

  /**
   * How many entries match, when, and of what.
   *
   * @throws WhodidError `STORE_ARGUMENT`, `STORE_CLOSED`, `STORE_UNAVAILABLE`.
   */
  tally(question: TallyQuestion): Promise<Tally>;

  /**
   * One entry, or `null` if this tenant has none of that id.
   *
   * @throws WhodidError `ENTRY_DAMAGED`, `STORE_CLOSED`, `STORE_UNAVAILABLE`.
   */
  get(tenant: string, id: string): Promise<StoredEntry | null>;

  /**
   * Calls back with each entry right after it was stored, until the returned function is called.
   * A listener that throws is dropped.
   */
  onStored(listener: (entries: readonly Entry[]) => void): () => void;

  /** Waits for work in flight, then closes the driver. Idempotent. */
  close(): Promise<void>;
}
