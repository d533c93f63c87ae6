import type { EntryFields } from '@whodid/core';
import { type JSX, memo } from 'react';
import { Link } from 'wouter';
import { actorName } from '../sentence/actor-text.ts';
import { visible } from '../text/visible.ts';
import style from './entry-table.module.css';
import type { ListColumn } from './list-columns.tsx';
import type { RowWindow } from './use-row-window.ts';
import { WhatHappened } from './what-happened.tsx';

export interface EntryRowProps {
  readonly entry: EntryFields;
  readonly columns: readonly (ListColumn | null)[];
  readonly href: string;
  readonly isOpen: boolean;
  /** Came in live: shown with a quiet highlight that fades. */
  readonly isFresh: boolean;
  readonly 'data-key': string;
  readonly 'aria-rowindex': number;
  readonly ref: RowWindow['measure'];
}

/** One entry of the list: a line on a wide screen, a card of two lines on a phone. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps): JSX.Element {
  const { entry, columns, href, isOpen, isFresh, ref } = props;
  return (
    <tr
      ref={ref}
      className={style.row}
      data-key={props['data-key']}
      aria-rowindex={props['aria-rowindex']}
      data-open={isOpen}
      data-fresh={isFresh}
    >
      {columns.map((column) =>
        column === null ? (
          <td key="what" className={style.what}>
            <Link
              href={href}
              className={style.open}
              id={rowId(entry.id)}
              data-entry={entry.id}
              aria-current={isOpen ? 'true' : undefined}
              title={titleOf(entry)}
            >
              <WhatHappened entry={entry} />
            </Link>
          </td>
        ) : (
          <td
            key={column.key}
            className={style[column.look ?? 'more']}
            data-class={
              column.key === 'code' ? entry.http?.statusCode?.toString().charAt(0) : undefined
            }
          >
            {column.cell(entry)}
          </td>
        ),
      )}
    </tr>
  );
});

/** The id of the link in a row, by the id of its entry. */
export function rowId(entryId: string): string {
  return `entry-${entryId}`;
}

// What a narrow row has to cut off.
function titleOf({ actor, action, http }: EntryFields): string {
  const what = http === undefined ? action : `${http.method} ${http.url}`;
  return visible(`${actorName(actor)} · ${what}`.slice(0, 500));
}
