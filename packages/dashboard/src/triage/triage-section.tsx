import type { JSX } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { Section } from '../entry/section.tsx';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { MoveControls } from './move-controls.tsx';
import { MoveLine } from './move-line.tsx';
import style from './triage.module.css';
import { fetchTriage, stageNames } from './triage.ts';

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
              <li key={move.revision}>
                <MoveLine move={move} />
              </li>
            ))}
          </ol>
          <MoveControls entryId={entryId} standing={data} />
        </>
      )}
    </Section>
  );
}
