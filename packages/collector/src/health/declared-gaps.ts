import type { EntryFields, Json, Query } from '@whodid/core';
import type { Store } from '@whodid/store';
import type { DroppedRange } from './dropped.ts';

const dayMs = 24 * 3_600_000;
/** Most that are read. A producer joins what it drops one after the other into one entry. */
const limit = 100;

const ofGaps: Query = { type: 'field', field: 'kind', match: { type: 'anyOf', values: ['gap'] } };

/** What producers say that they dropped within the last 24 hours, the newest first. */
export async function declaredGaps(
  store: Store,
  tenant: string,
  now: number,
): Promise<readonly DroppedRange[]> {
  const { entries } = await store.list({ tenant, query: ofGaps, from: now - dayMs, limit });
  return entries.map(({ text }) => rangeOf(JSON.parse(text) as EntryFields));
}

// What it tells stands in `data`, which anybody may write who may send.
function rangeOf({ id, occurredAt, producer, reason, data }: EntryFields): DroppedRange {
  const told = membersOf(data);
  const first = numberOr(told.first, producer.seq);
  const last = Math.max(first, numberOr(told.last, first));
  return {
    // A process that was killed can only be told by its epoch.
    producer: typeof told.producer === 'string' ? told.producer : producer.id,
    epoch: typeof told.epoch === 'string' ? told.epoch : producer.epoch,
    ...{ first, last, count: numberOr(told.count, last - first + 1) },
    noticedAt: Date.parse(occurredAt),
    ...(reason === undefined ? {} : { reason }),
    entryId: id,
  };
}

function membersOf(data: Json | undefined): Readonly<Record<string, unknown>> {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? (data as Readonly<Record<string, unknown>>) : {};
}

function numberOr(value: unknown, fallback: number): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : fallback;
}
