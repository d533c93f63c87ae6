import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { EntryFields } from '@whodid/core';
import {
  type JSX,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { narrow, useMedia } from '../controls/use-media.ts';
import { useInstants } from '../time/zone.tsx';
import type { ListItem } from './entry-items.ts';
import { EntryRow } from './entry-row.tsx';
import style from './entry-table.module.css';
import { useEntryItems } from './use-entry-items.ts';

const columns = ['Time', 'Outcome', 'Who', 'What', 'Code', 'Duration'] as const;

// What rows measure until they are measured.
const heights = { day: 31, entry: 37, card: 62 } as const;
/** Rows beyond the edge of the screen that are there already, for keys and for fast scrolling. */
const beyond = 8;

/** Ways to move the list from outside of it. */
export interface ListHandle {
  /** Scrolls until the row of an entry is there. */
  reveal(entryId: string): void;
}

export interface EntryTableProps {
  readonly entries: readonly EntryFields[];
  readonly fresh: ReadonlySet<string>;
  readonly bar: AddressBar;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly hasOlder: boolean;
  /** Told when the reader comes near the end. */
  readonly onNearEnd: () => void;
  readonly ref: Ref<ListHandle>;
}

/** The entries, newest first, by day. Only those rows exist that are on the screen or near it. */
export function EntryTable(props: EntryTableProps): JSX.Element {
  const { entries, fresh, bar, isStale, hasOlder, onNearEnd, ref } = props;
  const instants = useInstants();
  const items = useEntryItems(entries, instants);
  const body = useRef<HTMLTableSectionElement>(null);
  const isNarrow = useMedia(narrow);
  // The same function as long as the rows are the same: with another one all of them are placed anew.
  const keyOf = useCallback((at: number) => items[at]?.key ?? at, [items]);
  const list = useWindowVirtualizer({
    count: items.length,
    estimateSize: (at) =>
      items[at]?.type === 'day' ? heights.day : isNarrow ? heights.card : heights.entry,
    getItemKey: keyOf,
    overscan: beyond,
    scrollMargin: useTopOf(body),
  });
  // It would take back a jump to the top when what came in is measured. Rows are nearly as estimated.
  list.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  useImperativeHandle(ref, () => ({
    reveal(entryId) {
      const at = items.findIndex((item) => item.type === 'entry' && item.key === entryId);
      if (at !== -1) list.scrollToIndex(at, { align: 'auto' });
    },
  }));
  const isNearEnd = (list.range?.endIndex ?? 0) >= items.length - beyond;
  useEffect(() => {
    if (isNearEnd && hasOlder) onNearEnd();
  }, [isNearEnd, hasOlder, onNearEnd]);
  return (
    <table
      className={style.table}
      aria-busy={isStale}
      aria-label="Entries, newest first"
      aria-rowcount={hasOlder ? -1 : items.length + 1}
    >
      <thead className={style.head}>
        <tr className={style.row}>
          {columns.map((column) => (
            <th key={column} scope="col" className={style[`${column.toLowerCase()}Head`]}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className={style.body} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((place) => (
          <Item
            key={place.key}
            item={items[place.index]}
            place={place}
            top={place.start - list.options.scrollMargin}
            // Cards on a phone are as high as their text; rows are all alike.
            measure={isNarrow ? list.measureElement : undefined}
            bar={bar}
            fresh={fresh}
          />
        ))}
      </tbody>
    </table>
  );
}

function Item({
  item,
  place,
  top,
  measure,
  bar,
  fresh,
}: {
  item: ListItem | undefined;
  place: VirtualItem;
  top: number;
  measure: ((row: Element | null) => void) | undefined;
  bar: AddressBar;
  fresh: ReadonlySet<string>;
}): JSX.Element | null {
  if (item === undefined) return null;
  // The heading of the columns is the first row.
  const at = { 'data-index': place.index, 'aria-rowindex': place.index + 2, ref: measure };
  const where = { transform: `translateY(${top}px)` };
  if (item.type === 'day') {
    return (
      <tr {...at} className={style.dayRow} style={where}>
        <th colSpan={columns.length} scope="rowgroup">
          {item.label}
        </th>
      </tr>
    );
  }
  const { entry } = item;
  return (
    <EntryRow
      {...at}
      top={top}
      entry={entry}
      href={bar.linkTo({ entryId: entry.id })}
      isOpen={bar.address.entryId === entry.id}
      isFresh={fresh.has(entry.id)}
    />
  );
}

// How far down the page the rows begin. What is above them grows and shrinks.
function useTopOf(body: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const measure = (): void => {
      const box = body.current?.getBoundingClientRect();
      if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return top;
}
