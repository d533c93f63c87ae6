import { Dialog } from '@base-ui/react/dialog';
import type { EntryFields } from '@whodid/core';
import { type JSX, useEffect, useRef } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { narrow, useMedia } from '../controls/use-media.ts';
import { rowId } from '../entries/entry-row.tsx';
import style from './drawer.module.css';
import { EntryPanel } from './entry-panel.tsx';

/**
 * One entry beside the list, or over it on a phone. It is open while the address names an entry.
 *
 * On a wide screen the list stays in use, so that one can go from entry to entry.
 */
export function EntryDrawer({
  bar,
  entries,
}: {
  bar: AddressBar;
  entries: readonly EntryFields[];
}): JSX.Element {
  const { entryId } = bar.address;
  const isNarrow = useMedia(narrow);
  const popup = useRef<HTMLDivElement>(null);
  // Kept for the time of closing, when the address names no entry any more.
  const shownId = useLast(entryId);

  useEffect(() => {
    if (entryId === null) return;
    popup.current?.scrollTo({ top: 0 });
    // Also from entry to entry, so that Tab goes on inside what is shown.
    popup.current?.focus({ preventScroll: true });
  }, [entryId]);

  return (
    <Dialog.Root
      open={entryId !== null}
      onOpenChange={(open) => {
        if (!open) bar.go({ entryId: null });
      }}
      modal={isNarrow}
      disablePointerDismissal
    >
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          className={style.drawer ?? ''}
          initialFocus={popup}
          finalFocus={() => rowOf(shownId)}
        >
          {shownId === null ? null : <EntryPanel id={shownId} bar={bar} entries={entries} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useLast(value: string | null): string | null {
  const last = useRef(value);
  useEffect(() => {
    if (value !== null) last.current = value;
  }, [value]);
  return value ?? last.current;
}

// To the row one came from. It may be gone, as when a link inside led to another list.
function rowOf(entryId: string | null): HTMLElement | boolean {
  if (entryId === null) return false;
  return document.getElementById(rowId(entryId)) ?? false;
}
