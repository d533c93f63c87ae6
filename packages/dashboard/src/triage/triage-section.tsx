import type { JSX } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { Section } from '../entry/section.tsx';
import { Captured } from '../text/captured.tsx';
import { visible, visibleBlock } from '../text/visible.ts';
import { FullTime } from '../time/moment.tsx';
import { MoveControls } from './move-controls.tsx';
import style from './triage.module.css';
import { fetchTriage, type Move, stageNames } from './triage.ts';

const everyMs = 10_000;

/** Where the entry in the drawer stands, how it came there, and what moves it on. */
export function TriageSection({ entryId }: { entryId: string }): JSX.Element {
  const { data, problem } = useAnswer(
    ['triage', 'entry', entryId],
    (signal) => fetchTriage(entryId, signal),
    { everyMs },
  );
  return (
    <Section
      title="Triage"
      aside={
        data === undefined ? null : (
          <span>{data.revision === 0 ? 'Nobody has taken it' : stageNames[data.stage]}</span>
        )
      }
    >
      {data === undefined ? (
        <p className={style.aside}>{problem === null ? 'Loading' : visible(problem.title)}</p>
      ) : (
        <>
          {data.assignee === undefined ? null : (
            <p>
              Assigned to <Captured text={data.assignee} />
            </p>
          )}
          <ol className={style.moves}>
            {data.moves.map((move) => (
              <MoveLine key={move.revision} move={move} />
            ))}
          </ol>
          <MoveControls entryId={entryId} standing={data} />
        </>
      )}
    </Section>
  );
}

function MoveLine({ move: { at, by, to, assignee, note } }: { move: Move }): JSX.Element {
  return (
    <li>
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
    </li>
  );
}
