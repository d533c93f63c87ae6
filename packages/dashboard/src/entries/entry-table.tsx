import type { EntryFields } from '@whodid/core';
import { type JSX, useMemo } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { useInstants } from '../time/zone.tsx';
import { entryDays } from './entry-days.ts';
import { EntryRow } from './entry-row.tsx';
import style from './entry-table.module.css';

const columns = ['Time', 'Outcome', 'Who', 'What', 'Code', 'Duration'] as const;

export interface EntryTableProps {
  readonly entries: readonly EntryFields[];
  readonly fresh: ReadonlySet<string>;
  readonly bar: AddressBar;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
}

/** The entries, newest first, by day. */
export function EntryTable({ entries, fresh, bar, isStale }: EntryTableProps): JSX.Element {
  const instants = useInstants();
  const days = useMemo(() => entryDays(entries, instants, Date.now()), [entries, instants]);
  return (
    <table className={style.table} aria-busy={isStale} aria-label="Entries, newest first">
      <thead className={style.head}>
        <tr className={style.row}>
          {columns.map((column) => (
            <th key={column} scope="col" className={style[`${column.toLowerCase()}Head`]}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {days.map(({ key, label, entries: ofDay }) => (
        <tbody key={key} className={style.day}>
          <tr className={style.dayRow}>
            <th colSpan={columns.length} scope="rowgroup">
              {label}
            </th>
          </tr>
          {ofDay.map((entry) => (
            <EntryRow
              key={entry.id}
              entry={entry}
              href={bar.linkTo({ entryId: entry.id })}
              isOpen={bar.address.entryId === entry.id}
              isFresh={fresh.has(entry.id)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}
