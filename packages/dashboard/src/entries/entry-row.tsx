import type { EntryFields } from '@whodid/core';
import { type JSX, memo } from 'react';
import { Link } from 'wouter';
import { actorName, whoText } from '../sentence/actor-text.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { durationText } from '../time/instants.ts';
import { ClockTime } from '../time/moment.tsx';
import style from './entry-table.module.css';
import { OutcomeMark } from './outcome-mark.tsx';
import { WhatHappened } from './what-happened.tsx';

export interface EntryRowProps {
  readonly entry: EntryFields;
  readonly href: string;
  readonly isOpen: boolean;
  /** Came in live: shown with a quiet highlight that fades. */
  readonly isFresh: boolean;
  /** How far below the beginning of the list it is, in pixels. */
  readonly top: number;
  readonly 'data-index': number;
  readonly 'aria-rowindex': number;
  readonly ref: ((row: Element | null) => void) | undefined;
}

/** One entry of the list: a line on a wide screen, a card of two lines on a phone. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps): JSX.Element {
  const { entry, href, isOpen, isFresh, top, ref } = props;
  const { http } = entry;
  return (
    <tr
      ref={ref}
      className={style.row}
      data-index={props['data-index']}
      aria-rowindex={props['aria-rowindex']}
      data-open={isOpen}
      data-fresh={isFresh}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td className={style.time}>
        <ClockTime at={entry.occurredAt} />
      </td>
      <td className={style.outcome}>
        <OutcomeMark outcome={entry.outcome} />
      </td>
      <td className={style.who}>
        <Who entry={entry} />
      </td>
      <td className={style.what}>
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
      <td className={style.code} data-class={http?.statusCode?.toString().charAt(0)}>
        {http?.statusCode}
      </td>
      <td className={style.duration}>
        {http === undefined ? null : durationText(http.durationMs)}
      </td>
    </tr>
  );
});

/** The id of the link in a row, by the id of its entry. */
export function rowId(entryId: string): string {
  return `entry-${entryId}`;
}

function Who({ entry }: { entry: EntryFields }): JSX.Element {
  const { name, type, behalf } = whoText(entry);
  const title = [entry.actor.id, entry.actor.email]
    .filter((text) => text !== undefined)
    .join(' · ');
  return (
    <span title={visible(title)} data-anonymous={entry.actor.type === 'anonymous'}>
      <Captured text={name} />
      {type === undefined ? null : <span className={style.aside}> {type}</span>}
      {behalf === undefined ? null : (
        <span className={style.aside}>
          {' for '}
          <Captured text={behalf} />
        </span>
      )}
    </span>
  );
}

// What a narrow row has to cut off.
function titleOf({ actor, action, http }: EntryFields): string {
  const what = http === undefined ? action : `${http.method} ${http.url}`;
  return visible(`${actorName(actor)} · ${what}`.slice(0, 500));
}
