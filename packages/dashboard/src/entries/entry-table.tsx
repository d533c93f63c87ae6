import type { EntryFields } from '@whodid/core';
import {
  type CSSProperties,
  type JSX,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { narrow, useMedia } from '../controls/use-media.ts';
import { useInstants } from '../time/zone.tsx';
import type { ListItem } from './entry-items.ts';
import { EntryRow } from './entry-row.tsx';
import style from './entry-table.module.css';
import type { ListColumn } from './list-columns.tsx';
import { useEntryItems } from './use-entry-items.ts';
import { useListColumns } from './use-list-columns.ts';
import { type RowWindow, useRowWindow } from './use-row-window.ts';

// What rows measure until they are measured.
const heights = { day: 31, entry: 37, card: 62 } as const;

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
  const columns = useListColumns();
  const items = useEntryItems(entries, instants);
  const body = useRef<HTMLTableSectionElement>(null);
  const isNarrow = useMedia(narrow);
  const heightOf = useCallback(
    (item: ListItem) =>
      item.type === 'day' ? heights.day : isNarrow ? heights.card : heights.entry,
    [isNarrow],
  );
  // Cards on a phone are as high as their text; rows are all alike.
  const list = useRowWindow({ rows: items, heightOf, varies: isNarrow, body });
  useImperativeHandle(ref, () => ({
    reveal(entryId) {
      const at = items.findIndex((item) => item.type === 'entry' && item.key === entryId);
      if (at !== -1) list.reveal(at);
    },
  }));
  const { isNearEnd } = list;
  useEffect(() => {
    if (isNearEnd && hasOlder) onNearEnd();
  }, [isNearEnd, hasOlder, onNearEnd]);
  return (
    <table
      className={style.table}
      aria-busy={isStale}
      aria-label="Entries, newest first"
      aria-rowcount={hasOlder ? -1 : items.length + 1}
      style={{ '--columns': tracksOf(columns) } as CSSProperties}
    >
      <thead className={style.head}>
        <tr className={style.row}>
          {columns.map((column) => (
            <th
              key={column?.key ?? 'what'}
              scope="col"
              className={style[`${column?.look ?? 'more'}Head`]}
            >
              {column?.name ?? 'What'}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        ref={body}
        className={style.body}
        style={{ height: list.height, paddingBlockStart: list.before }}
      >
        {items.slice(list.from, list.to).map((item, at) => (
          <Item
            key={item.key}
            item={item}
            columns={columns}
            at={list.from + at}
            measure={list.measure}
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
  columns,
  at,
  measure,
  bar,
  fresh,
}: {
  item: ListItem;
  columns: readonly (ListColumn | null)[];
  at: number;
  measure: RowWindow['measure'];
  bar: AddressBar;
  fresh: ReadonlySet<string>;
}): JSX.Element {
  // The heading of the columns is the first row.
  const row = { 'data-key': item.key, 'aria-rowindex': at + 2, ref: measure };
  if (item.type === 'day') {
    return (
      <tr {...row} className={style.dayRow}>
        <th colSpan={columns.length} scope="rowgroup">
          {item.label}
        </th>
      </tr>
    );
  }
  const { entry } = item;
  return (
    <EntryRow
      {...row}
      entry={entry}
      columns={columns}
      href={bar.linkTo({ entryId: entry.id })}
      isOpen={bar.address.entryId === entry.id}
      isFresh={fresh.has(entry.id)}
    />
  );
}

function tracksOf(columns: readonly (ListColumn | null)[]): string {
  return columns.map((column) => column?.width ?? 'minmax(0, 1fr)').join(' ');
}
