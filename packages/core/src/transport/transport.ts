import type { SealedText } from '../entry/entry.ts';

/** What became of one entry. */
export type Receipt =
  | { readonly id: string; readonly fate: 'stored' | 'duplicate' }
  | { readonly id: string; readonly fate: 'refused' | 'conflict'; readonly reason: string };

/** One entry on its way: the fixed bytes, and what the shipper needs to know without parsing them. */
export interface Parcel {
  readonly id: string;
  /** Position within the producer's epoch, from 1. */
  readonly seq: number;
  readonly text: SealedText;
}

/**
 * Delivers batches. A transport translates to one destination and does no batching, queueing,
 * retrying or redacting of its own. It is finished when it passes `transportConformance` from
 * `@whodid/testkit`.
 */
export interface Transport {
  /** Lower case, as it appears in errors and in health: `collector`. */
  readonly name: string;

  /**
   * Delivers one batch and tells the fate of each entry, in the order of the batch.
   *
   * Safe to repeat: an entry that is already there is reported `duplicate`. Resolves only when
   * every entry reported `stored` would survive a crash of the receiver.
   *
   * @param batch - 1 to 1000 entries of one producer, oldest first.
   * @throws WhodidError `TRANSPORT_UNAVAILABLE` if it is not known that anything was delivered: the
   * batch is tried again, without limit. If the destination said how long to wait, the fact
   * `retryAfterMs` tells it, a number of milliseconds from 0; the shipper does not come back earlier,
   * but never waits longer than five minutes because of it. `BATCH_REJECTED` if the destination has read the batch and
   * will never take it as a whole: it is halved until the entry that is the reason stands alone.
   */
  deliver(batch: readonly Parcel[], signal: AbortSignal): Promise<readonly Receipt[]>;

  /** Releases what the transport opened. Idempotent. */
  close(): Promise<void>;
}

/**
 * Names a transport so that the delivery thread can load it: a module, and options that survive
 * structured cloning. The module's `openTransport(options)` returns the {@link Transport}.
 */
export interface TransportSpec {
  /** `file:` URL of the module, normally made from its `import.meta.url`. */
  readonly module: string;
  readonly options: unknown;
}
