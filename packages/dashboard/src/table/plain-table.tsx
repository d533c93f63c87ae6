import type { JSX, ReactNode } from 'react';
import style from './sortable-table.module.css';

export interface PlainColumn<R> {
  readonly name: string;
  /** Whether it is aligned as numbers are. */
  readonly isNumber?: boolean;
  readonly cell: (row: R) => ReactNode;
}

/** A short table in the order in which its rows come. */
export function PlainTable<R>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  columns: readonly PlainColumn<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled, with keys as well.
    <section className={style.scroll} tabIndex={0} aria-label={`${label}, table`}>
      <table className={style.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" data-number={isNumber}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, isNumber, cell }) => (
                <td key={name} data-number={isNumber}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
