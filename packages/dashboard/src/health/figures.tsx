import type { JSX, ReactNode } from 'react';
import { byteText } from '../entry/byte-text.ts';
import { durationText } from '../time/instants.ts';
import style from './health.module.css';
import type { HealthState } from './health.ts';

/** The numbers that tell how the log is. What must read 0 is the largest. */
export function Figures({ state }: { state: HealthState }): JSX.Element {
  const { accepted, dropped, lag, store } = state;
  const { bytes, freeBytes } = store;
  return (
    <dl className={style.figures}>
      <Figure
        name="Dropped"
        aside={dropped.count === 0 ? 'nothing is missing' : 'must read 0'}
        isBad={dropped.count > 0}
        isLarge
      >
        {dropped.count.toLocaleString()}
      </Figure>
      <Figure name="Accepted" aside="a second, over ten seconds">
        {accepted.perSecond.toLocaleString(undefined, { maximumFractionDigits: 1 })}
      </Figure>
      <Figure
        name="Lag"
        aside={
          lag === null ? 'nothing came in 5 minutes' : `95 % within ${durationText(lag.p95Ms)}`
        }
      >
        {lag === null ? '–' : durationText(lag.medianMs)}
      </Figure>
      <Figure name="Entries" aside={`in ${store.kind}`}>
        {store.entries.toLocaleString()}
      </Figure>
      {bytes === undefined ? null : (
        <Figure name="On disk" aside={`${byteText(freeBytes ?? 0)} free`}>
          {byteText(bytes)}
        </Figure>
      )}
    </dl>
  );
}

function Figure({
  name,
  aside,
  isBad = false,
  isLarge = false,
  children,
}: {
  name: string;
  aside: string;
  isBad?: boolean;
  isLarge?: boolean;
  children: ReactNode;
}): JSX.Element {
  return (
    <div className={style.figure} data-bad={isBad} data-large={isLarge}>
      <dt>{name}</dt>
      <dd>
        <span className={style.number}>{children}</span>
        <span className={style.aside}>{aside}</span>
      </dd>
    </div>
  );
}
