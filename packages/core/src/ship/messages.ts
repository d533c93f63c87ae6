import type { GapRange } from '../spool/gap-mark.ts';
import type { SpoolPlaces } from '../spool/spool-places.ts';
import type { TransportSpec } from '../transport/transport.ts';

/** What the delivery thread is started with. */
export interface DeliveryConfig {
  readonly memory: SharedArrayBuffer;
  readonly epoch: string;
  readonly producerId: string;
  /** `null` for a thread that only brings entries to level `host`. */
  readonly transport: TransportSpec | null;
  readonly places: SpoolPlaces;
  readonly ringLimitBytes: number;
  readonly spoolLimitBytes: number;
  readonly batchSize: number;
  readonly maxWaitMs: number;
}

/** What the app's thread says to the delivery thread. */
export type ToDelivery =
  /** Look at the ring now and tell how far things are. */
  | { readonly type: 'wake' }
  /** All may be over soon: leave nothing behind that was delivered already. */
  | { readonly type: 'tidy' }
  /** The `gap` entry for the mark in this directory is recorded. */
  | { readonly type: 'gapNoted'; readonly directory: string }
  | { readonly type: 'close'; readonly waitMs: number };

export interface RefusedEntry {
  readonly id: string;
  readonly seq: number;
  readonly reason: string;
}

/** A gap that the delivery thread found and the recorder is to record. */
export interface FoundGap extends GapRange {
  readonly epoch: string;
}

/** What the delivery thread says to the app's thread. */
export type FromDelivery =
  | { readonly type: 'progress'; readonly onHost: number; readonly settled: number }
  | { readonly type: 'refused'; readonly entries: readonly RefusedEntry[] }
  | { readonly type: 'trouble'; readonly trouble: string | null }
  | { readonly type: 'gap'; readonly gap: FoundGap; readonly directory: string | null }
  | { readonly type: 'fault'; readonly where: string; readonly code: string }
  | { readonly type: 'closed' };
