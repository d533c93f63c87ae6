import type { JSX } from 'react';
import { usualTimes } from './usual-times.ts';
import style from './week-map.module.css';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const levels = 4;

/** In which hours of the week somebody is active: the darker, the more. */
export function WeekMap({ hours }: { hours: readonly (readonly number[])[] }): JSX.Element {
  const most = Math.max(1, ...hours.flat());
  return (
    <figure className={style.map}>
      <svg viewBox="0 0 27 9" role="img" aria-label={usualTimes(hours)}>
        {days.map((day, row) => (
          <text key={day} x={0} y={row + 1.75} className={style.label}>
            {day}
          </text>
        ))}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={hour + 3} y={0.7} className={style.label}>
            {`${hour}`.padStart(2, '0')}
          </text>
        ))}
        {hours.flatMap((day, row) =>
          day.map((count, hour) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place.
              key={`${row} ${hour}`}
              x={hour + 3.05}
              y={row + 1.05}
              width={0.9}
              height={0.9}
              rx={0.15}
              data-level={count === 0 ? 0 : Math.ceil((count / most) * levels)}
            >
              <title>{`${days[row]} ${hour}:00: ${count}`}</title>
            </rect>
          )),
        )}
      </svg>
      <figcaption>{usualTimes(hours)}</figcaption>
    </figure>
  );
}
