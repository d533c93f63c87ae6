import type { JSX } from 'react';
import { Captured } from '../text/captured.tsx';
import { visibleBlock } from '../text/visible.ts';
import { FullTime } from '../time/moment.tsx';
import style from './triage.module.css';
import { type Move, stageNames } from './triage.ts';

/** Who moved an entry, where to, and why. */
export function MoveLine({ move: { at, by, to, assignee, note } }: { move: Move }): JSX.Element {
  return (
    <>
      <Captured text={by.name ?? by.id} />
      {to === undefined ? '' : ` moved it to ${stageNames[to].toLowerCase()}`}
      {assignee === undefined ? null : assignee === null ? (
        ' gave it back'
      ) : (
        <>
          {' assigned it to '}
          <Captured text={assignee} />
        </>
      )}
      {to === undefined && assignee === undefined ? ' noted' : ''}
      <span className={style.aside}>
        {' '}
        · <FullTime at={at} />
      </span>
      {note === undefined ? null : <p className={style.said}>{visibleBlock(note)}</p>}
    </>
  );
}
