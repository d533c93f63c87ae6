import type { JSX } from 'react';
import type { Bucket } from '../tally/tally.ts';
import { useInstants } from '../time/zone.tsx';
import style from './time-bars.module.css';

/** The numbers behind the bars. */
export function BucketTable({
  label,
  buckets,
}: {
  label: string;
  buckets: readonly Bucket[];
}): JSX.Element {
  const instants = useInstants();
  return (
    <details className={style.details}>
      <summary>As a table</summary>
      <div className={style.scroll}>
        <table className={style.table} aria-label={label}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Entries</th>
              <th scope="col">Failed</th>
              <th scope="col">Writes</th>
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter(({ count }) => count > 0)
              .map(({ at, count, failed, writes }) => (
                <tr key={at}>
                  <th scope="row">{instants.short(at)}</th>
                  <td>{count.toLocaleString()}</td>
                  <td>{failed.toLocaleString()}</td>
                  <td>{writes.toLocaleString()}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
