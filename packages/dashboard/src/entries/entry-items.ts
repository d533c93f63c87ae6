import type { EntryFields } from '@whodid/core';
import type { Instants } from '../time/instants.ts';

/** What the list is made of: entries, and a heading over those of each day. */
export type ListItem =
  | { readonly type: 'day'; readonly key: string; readonly label: string }
  | { readonly type: 'entry'; readonly key: string; readonly entry: EntryFields };

/** All zones are whole quarters of an hour apart, so within one no day begins. */
const quarterMs = 15 * 60_000;

/**
 * Puts a heading over the entries of each day in the reader's zone. Keeps the order, newest first.
 *
 * @param before - the entry above the first one, if there is any: its day has a heading already.
 */
export function entryItems(
  entries: readonly EntryFields[],
  instants: Instants,
  now: number,
  before?: EntryFields,
): readonly ListItem[] {
  const items: ListItem[] = [];
  let day = before === undefined ? null : instants.dayKey(before.occurredAt);
  let quarter = Number.NaN;
  for (const entry of entries) {
    const next = Math.floor(Date.parse(entry.occurredAt) / quarterMs);
    // Writing dates costs more than all else here, so it is done once for many entries.
    if (next !== quarter) {
      quarter = next;
      const key = instants.dayKey(entry.occurredAt);
      if (key !== day) {
        day = key;
        items.push({ type: 'day', key, label: instants.day(entry.occurredAt, now) });
      }
    }
    items.push({ type: 'entry', key: entry.id, entry });
  }
  return items;
}
