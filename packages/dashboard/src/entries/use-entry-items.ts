import type { EntryFields } from '@whodid/core';
import { useMemo, useRef } from 'react';
import type { Instants } from '../time/instants.ts';
import { entryItems, type ListItem } from './entry-items.ts';

interface Made {
  readonly entries: readonly EntryFields[];
  readonly instants: Instants;
  readonly items: readonly ListItem[];
}

/** The rows of a list. When older entries are added to it, only those become rows. */
export function useEntryItems(
  entries: readonly EntryFields[],
  instants: Instants,
): readonly ListItem[] {
  const last = useRef<Made | null>(null);
  return useMemo(() => {
    const items = itemsOf(entries, instants, last.current);
    last.current = { entries, instants, items };
    return items;
  }, [entries, instants]);
}

function itemsOf(
  entries: readonly EntryFields[],
  instants: Instants,
  made: Made | null,
): readonly ListItem[] {
  const now = Date.now();
  if (made === null || made.instants !== instants || !continues(entries, made.entries)) {
    return entryItems(entries, instants, now);
  }
  const older = entries.slice(made.entries.length);
  return made.items.concat(entryItems(older, instants, now, made.entries.at(-1)));
}

// Entries never change, so the same ends have the same between them.
function continues(entries: readonly EntryFields[], before: readonly EntryFields[]): boolean {
  const last = before.length - 1;
  return last >= 0 && entries[0] === before[0] && entries[last] === before[last];
}
