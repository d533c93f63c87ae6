import {
  canonicalText,
  type Entry,
  type EntryFields,
  type Parcel,
  type Receipt,
} from '@whodid/core';
import { makeEntry } from '../make-entry.ts';
import type { TransportBench } from '../transport-conformance.ts';

const deliveryLimitMs = 10_000;

/** Some entries on their way. */
export function makeParcels(count: number): readonly Parcel[] {
  return Array.from({ length: count }, () => makeParcel());
}

/** One entry on its way. */
export function makeParcel(overrides: Partial<EntryFields> = {}): Parcel {
  return toParcel(makeEntry(overrides));
}

/** Two entries with one id and different bytes. */
export function makeConflict(): readonly [Parcel, Parcel] {
  const first = makeEntry({ message: 'first' });
  return [toParcel(first), toParcel(makeEntry({ ...first, message: 'second' }))];
}

function toParcel(entry: Entry): Parcel {
  return Object.freeze({ id: entry.id, seq: entry.producer.seq, text: canonicalText(entry) });
}

/** Delivers, with a limit of its own: a transport that never answers fails the check and ends. */
export async function deliver(
  { transport }: TransportBench,
  batch: readonly Parcel[],
): Promise<readonly Receipt[]> {
  return withLimit(transport.deliver(Object.freeze([...batch]), new AbortController().signal));
}

/** What a promise gives, if it does so within 10 s. */
export async function withLimit<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 10 s')), deliveryLimitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
