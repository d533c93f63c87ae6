import type { EntryFields } from '@whodid/core';

/**
 * Joins what came live with the pages that were loaded: newest first, each entry once.
 *
 * An entry that belongs further down than the pages reach is left out while there are older pages:
 * shown at the end, it would look as if nothing lay between.
 */
export function mergeEntries(
  live: readonly EntryFields[],
  loaded: readonly EntryFields[],
  hasOlder: boolean,
): readonly EntryFields[] {
  if (live.length === 0) return loaded;
  const known = new Set(loaded.map(({ id }) => id));
  const oldest = loaded.at(-1);
  const belongs = (entry: EntryFields): boolean =>
    !known.has(entry.id) && !(hasOlder && oldest !== undefined && compareNewest(entry, oldest) > 0);
  return [...live.filter(belongs), ...loaded].toSorted(compareNewest);
}

function compareNewest(a: EntryFields, b: EntryFields): number {
  return compareText(b.occurredAt, a.occurredAt) || compareText(b.id, a.id);
}

// Not by locale: instants in UTC and ids sort by their characters.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
