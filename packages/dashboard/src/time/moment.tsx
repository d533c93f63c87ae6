import type { JSX } from 'react';
import style from './moment.module.css';
import { useInstants } from './zone.tsx';

/** The time of day, with the thousandths for those who look closely and ISO when hovered. */
export function ClockTime({ at }: { at: string }): JSX.Element {
  const instants = useInstants();
  return (
    <time dateTime={at} title={at}>
      {instants.clock(at)}
      <span className={style.fraction}>{instants.fraction(at)}</span>
    </time>
  );
}

/** Date, time and zone, and how long ago that was. */
export function FullTime({ at }: { at: string }): JSX.Element {
  const instants = useInstants();
  return (
    <time dateTime={at} title={at}>
      {instants.full(at)}
      <span className={style.ago}> · {instants.ago(at, Date.now())}</span>
    </time>
  );
}

/** How long ago something was, with the whole time when hovered. */
export function Ago({ at }: { at: string }): JSX.Element {
  const instants = useInstants();
  return (
    <time dateTime={at} title={instants.full(at)}>
      {instants.ago(at, Date.now())}
    </time>
  );
}
