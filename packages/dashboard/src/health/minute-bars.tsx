import type { JSX } from 'react';
import { useInstants } from '../time/zone.tsx';
import style from './health.module.css';
import type { MinuteCount } from './health.ts';

/** How many entries came in each minute, and the numbers as a table. */
export function MinuteBars({ minutes }: { minutes: readonly MinuteCount[] }): JSX.Element {
  const instants = useInstants();
  const most = Math.max(1, ...minutes.map(({ count }) => count));
  const [first] = minutes;
  return (
    <div className={style.bars}>
      <svg
        className={style.plot}
        viewBox={`0 0 ${minutes.length} ${most}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {minutes.map(({ at, count }, place) =>
          count === 0 ? null : (
            <rect key={at} x={place + 0.1} y={most - count} width={0.8} height={count} />
          ),
        )}
      </svg>
      <p className={style.scale} aria-hidden="true">
        <span>{first === undefined ? '' : instants.short(first.at)}</span>
        <span>at most {most.toLocaleString()} a minute</span>
        <span>now</span>
      </p>
      <details className={style.details}>
        <summary>As a table</summary>
        <MinuteTable minutes={minutes} />
      </details>
    </div>
  );
}

function MinuteTable({ minutes }: { minutes: readonly MinuteCount[] }): JSX.Element {
  const instants = useInstants();
  const rows = minutes.filter(({ count }) => count > 0).toReversed();
  if (rows.length === 0) return <p>Nothing came in these three hours.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled, with keys as well.
    <section className={style.scroll} tabIndex={0} aria-label="Entries by the minute">
      <table>
        <thead>
          <tr>
            <th scope="col">Minute</th>
            <th scope="col">Entries</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, count }) => (
            <tr key={at}>
              <th scope="row">{instants.short(at)}</th>
              <td>{count.toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
