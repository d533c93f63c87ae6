import type { RefObject } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { useKeys } from '../frame/keys.ts';
import { reachesNow } from '../range/range.ts';

/** `/` to the query, `j` and `k` along the rows, `l` for live. Enter opens a row as any link. */
export function useRowKeys(bar: AddressBar, inputRef: RefObject<HTMLInputElement | null>): void {
  const step = (by: 1 | -1): void => {
    const next = neighbour(bar.address.entryId, by);
    if (next === undefined) return;
    if (bar.address.entryId === null) {
      next.focus();
      return;
    }
    // With the drawer open the drawer moves along, and the way back does not get longer.
    next.scrollIntoView({ block: 'nearest' });
    bar.go({ entryId: next.dataset.entry ?? null }, { replace: true });
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

/** The row beside the open one, else beside the focused one, else the first. */
function neighbour(entryId: string | null, by: 1 | -1): HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>('a[data-entry]')];
  const current = rows.findIndex((row) =>
    entryId === null ? row === document.activeElement : row.dataset.entry === entryId,
  );
  return rows[current === -1 ? 0 : current + by];
}
