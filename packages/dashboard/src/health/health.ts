import { requestJson } from '../api/request.ts';

/** Entries that are missing. Instants are RFC 3339. */
export interface GapState {
  readonly producer: string;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly noticedAt: string;
  readonly reason?: string;
  readonly entryId?: string;
}

export interface ProducerState {
  readonly id: string;
  readonly epoch: string;
  readonly service: string;
  readonly lastSeenAt: string;
  readonly lastNumber: number;
  readonly missing: number;
}

export interface MinuteCount {
  readonly at: string;
  readonly count: number;
}

/** How the log itself is: `GET /v1/health`. */
export interface HealthState {
  readonly version: string;
  readonly since: string;
  readonly accepted: { readonly perSecond: number; readonly minutes: readonly MinuteCount[] };
  readonly lag: { readonly medianMs: number; readonly p95Ms: number } | null;
  readonly refused: number;
  readonly dropped: {
    readonly count: number;
    readonly onTheirWay: number;
    readonly gaps: readonly GapState[];
  };
  readonly producers: readonly ProducerState[];
  readonly producerCount: number;
  readonly store: {
    readonly kind: string;
    readonly entries: number;
    readonly bytes?: number;
    readonly freeBytes?: number;
  };
  readonly cache: {
    readonly kind: string;
    readonly hits: number;
    readonly misses: number;
    readonly warning?: string;
  };
}

export async function fetchState(signal: AbortSignal): Promise<HealthState> {
  return (await requestJson('/v1/health', { signal })) as HealthState;
}
