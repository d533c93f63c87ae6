import type { JSX } from 'react';
import { Link } from 'wouter';
import { OutcomeMark } from '../entries/outcome-mark.tsx';
import { WhatHappened } from '../entries/what-happened.tsx';
import { Captured } from '../text/captured.tsx';
import { programText } from '../text/program-text.ts';
import { ClockTime } from '../time/moment.tsx';
import { useInstants } from '../time/zone.tsx';
import style from './session-list.module.css';
import type { Session } from './sessions.ts';

/** Sessions, newest first, each with what was done in it. */
export function SessionList({ sessions }: { sessions: readonly Session[] }): JSX.Element {
  return (
    <ol className={style.sessions}>
      {sessions.map((session) => (
        <li key={session.key}>
          <SessionHead session={session} />
          <ol className={style.runs}>
            {session.runs.map(({ entry, count }) => (
              <li key={entry.id} className={style.run} data-outcome={entry.outcome}>
                <ClockTime at={entry.occurredAt} />
                <OutcomeMark outcome={entry.outcome} />
                <Link href={`/entries/${entry.id}?range=all`} className={style.what}>
                  <WhatHappened entry={entry} />
                </Link>
                {count === 1 ? null : <span className={style.times}>× {count}</span>}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function SessionHead({ session: { from, to, count, client } }: { session: Session }): JSX.Element {
  const instants = useInstants();
  const program = client === undefined ? undefined : programText(client);
  const where = [program, client?.ip, client?.country].filter((text) => text !== undefined);
  const [first, last] = [from, to].map((at) => instants.clock(at).slice(0, 5));
  return (
    <h3 className={style.head}>
      {instants.day(from, Date.now())}, {first === last ? first : `${first} – ${last}`}
      <span className={style.where}>
        {where.map((text) => (
          <span key={text}>
            {' · '}
            <Captured text={text} />
          </span>
        ))}
        {` · ${count} ${count === 1 ? 'entry' : 'entries'}`}
      </span>
    </h3>
  );
}
