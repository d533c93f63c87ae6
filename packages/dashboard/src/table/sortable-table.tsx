import type { JSX, ReactNode } from 'react';
import type { PageRange } from '../range/use-range.ts';
import style from './sortable-table.module.css';

export interface Column<R> {
  readonly name: string;
  /** Stands for the column in the address. */
  readonly key: string;
  /** Whether it is aligned as numbers are. */
  readonly isNumber?: boolean;
  readonly cell: (row: R) => ReactNode;
  /** Compares two rows: first what one looks for first. */
  readonly order: (a: R, b: R) => number;
}

/** A table whose columns can be sorted by. Which one, and which way, is in the address. */
export function SortableTable<R>({
  label,
  columns,
  rows,
  keyOf,
  place,
  first,
}: {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  place: PageRange;
  /** The column that is sorted by at first. */
  first: string;
}): JSX.Element {
  const [key = first, way] = (place.search.get('sort') ?? first).split('-');
  const sorted = columns.find((column) => column.key === key);
  const isTurned = way === 'turned';
  const ordered = sorted === undefined ? rows : rows.toSorted(sorted.order);
  return (
    <div className={style.scroll}>
      <table className={style.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-number={column.isNumber}
                aria-sort={column === sorted ? (isTurned ? 'ascending' : 'descending') : undefined}
              >
                <button
                  type="button"
                  className={style.sort}
                  onClick={() => place.set({ sort: nextSort(column.key, key, isTurned, first) })}
                >
                  {column.name}
                  <span aria-hidden="true">
                    {column === sorted ? (isTurned ? ' ↑' : ' ↓') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(isTurned ? ordered.toReversed() : ordered).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ key: name, isNumber, cell }) => (
                <td key={name} data-number={isNumber}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Pressed once it is sorted by, pressed again it is turned round.
function nextSort(pressed: string, now: string, isTurned: boolean, first: string): string | null {
  if (pressed === now) return isTurned ? (pressed === first ? null : pressed) : `${pressed}-turned`;
  return pressed === first ? null : pressed;
}
