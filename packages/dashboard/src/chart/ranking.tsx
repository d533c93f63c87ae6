import type { JSX, ReactNode } from 'react';
import { Link } from 'wouter';
import style from './ranking.module.css';

export interface RankRow {
  readonly key: string;
  readonly label: ReactNode;
  /** Where the label leads. */
  readonly href: string;
  readonly count: number;
  /** Beside the count. */
  readonly aside?: ReactNode;
}

/** Values with their counts, and a bar for each as long as its count is large. */
export function Ranking({ rows, empty }: { rows: readonly RankRow[]; empty: string }): JSX.Element {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  if (rows.length === 0) return <p className={style.empty}>{empty}</p>;
  return (
    <ul className={style.rows}>
      {rows.map(({ key, label, href, count, aside }) => (
        <li key={key} className={style.row}>
          <Link href={href} className={style.label}>
            {label}
          </Link>
          {aside === undefined ? null : <span className={style.aside}>{aside}</span>}
          <span className={style.count}>{count.toLocaleString()}</span>
          <svg
            className={style.bar}
            viewBox="0 0 100 1"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect width={(count / most) * 100} height={1} />
          </svg>
        </li>
      ))}
    </ul>
  );
}
