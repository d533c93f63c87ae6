import type { EntryFields } from '@whodid/core';
import type { RefObject } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { useKeys } from '../frame/keys.ts';
import { reachesNow } from '../range/range.ts';
import { rowId } from './entry-row.tsx';
import type { ListHandle } from './entry-table.tsx';

export interface RowKeys {
  readonly bar: AddressBar;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly entries: readonly EntryFields[];
  readonly listRef: RefObject<ListHandle | null>;
}

/** `/` to the query, `j` and `k` along the rows, `l` for live. Enter opens a row as any link. */
export function useRowKeys({ bar, inputRef, entries, listRef }: RowKeys): void {
  const step = (by: 1 | -1): void => {
    const { entryId } = bar.address;
    const next = neighbour(entries, entryId ?? focusedId(), by);
    if (next === undefined) return;
    listRef.current?.reveal(next);
    if (entryId === null) focusSoon(next);
    // With the drawer open the drawer moves along, and the way back does not get longer.
    else bar.go({ entryId: next }, { replace: true });
  };
  useKeys({
    '/': () => inputRef.current?.select(),
    j: () => step(1),
    k: () => step(-1),
    l: () => {
      const { live, range } = bar.address;
      if (live || reachesNow(range)) bar.go({ live: !live }, { replace: true });
    },
  });
}

/** The entry beside one, or the first. */
function neighbour(
  entries: readonly EntryFields[],
  id: string | undefined,
  by: 1 | -1,
): string | undefined {
  const current = id === undefined ? -1 : entries.findIndex((entry) => entry.id === id);
  return entries[current === -1 ? 0 : current + by]?.id;
}

function focusedId(): string | undefined {
  return document.activeElement instanceof HTMLElement
    ? document.activeElement.dataset.entry
    : undefined;
}

// A row that was far away is there a frame or two after it was scrolled to.
function focusSoon(id: string, frames = 20): void {
  const row = document.getElementById(rowId(id));
  if (row !== null) row.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSoon(id, frames - 1));
}
