import type { JSX } from 'react';
import { Link } from 'wouter';
import { Icon } from '../controls/icon.tsx';
import { visible } from '../text/visible.ts';
import { type Concern, concernsOf } from './concerns.ts';
import style from './health.module.css';
import type { HealthState } from './health.ts';

/** Whether all is well, and if not, what to do. */
export function Verdict({ state }: { state: HealthState }): JSX.Element {
  const concerns = concernsOf(state);
  return (
    <div role="status">
      {concerns.length === 0 ? (
        <AllIsWell onTheirWay={state.dropped.onTheirWay} />
      ) : (
        <ul className={style.concerns}>
          {concerns.map((concern) => (
            <ConcernRow key={concern.what} concern={concern} />
          ))}
        </ul>
      )}
    </div>
  );
}

function AllIsWell({ onTheirWay }: { onTheirWay: number }): JSX.Element {
  return (
    <p className={style.well}>
      <Icon name="check" /> All is well.
      {onTheirWay === 0
        ? ' No number of any producer is missing.'
        : ` ${onTheirWay.toLocaleString()} ${onTheirWay === 1 ? 'entry is' : 'entries are'} still on the way.`}
    </p>
  );
}

function ConcernRow({
  concern: { isBad, what, advice, query },
}: {
  concern: Concern;
}): JSX.Element {
  return (
    <li className={style.concern} data-bad={isBad}>
      <Icon name="warning" />
      <div>
        <strong>{visible(what)}</strong>
        <p>
          {advice}
          {query === undefined ? null : (
            <>
              {' '}
              <Link href={`/entries?${new URLSearchParams({ q: query, range: '7d' })}`}>
                Show what was told
              </Link>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
