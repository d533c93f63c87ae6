import type { JSX } from 'react';
import { Link } from 'wouter';
import { OutcomeMark } from '../entries/outcome-mark.tsx';
import { WhatHappened } from '../entries/what-happened.tsx';
import { Captured } from '../text/captured.tsx';
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
  const where = [client?.browser ?? client?.userAgent, client?.os, client?.ip, client?.country]
    .filter((text) => text !== undefined)
    .map((text) => text.slice(0, 80));
  return (
    <h3 className={style.head}>
      {instants.day(from, Date.now())}, {instants.clock(from).slice(0, 5)} –{' '}
      {instants.clock(to).slice(0, 5)}
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
