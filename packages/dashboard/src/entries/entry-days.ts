import type { EntryFields } from '@whodid/core';
import type { Instants } from '../time/instants.ts';

/** The entries of one day in the reader's zone. */
export interface EntryDay {
  readonly key: string;
  readonly label: string;
  readonly entries: readonly EntryFields[];
}

/** Groups a list, newest first, into its days. Keeps the order. */
export function entryDays(
  entries: readonly EntryFields[],
  instants: Instants,
  now: number,
): readonly EntryDay[] {
  const days = new Map<string, EntryFields[]>();
  for (const entry of entries) {
    const key = instants.dayKey(entry.occurredAt);
    const day = days.get(key);
    if (day === undefined) days.set(key, [entry]);
    else day.push(entry);
  }
  return [...days].map(([key, ofDay]) => ({
    key,
    label: instants.day(ofDay[0]?.occurredAt ?? '', now),
    entries: ofDay,
  }));
}
