import type { JSX } from 'react';
import { Link } from 'wouter';
import type { Count } from '../tally/tally.ts';
import style from './totals.module.css';

/** The three numbers of a period, each leading to its entries, beside those of the time before. */
export function Totals({
  now,
  before,
  entries,
}: {
  now: Count;
  before: Count | null;
  entries: (q: string) => string;
}): JSX.Element {
  return (
    <ul className={style.totals}>
      <Total name="entries" now={now.count} before={before?.count} href={entries('')} />
      <Total
        name="failed or denied"
        now={now.failed}
        before={before?.failed}
        href={entries('outcome:failure,denied')}
      />
      <Total
        name="changed something"
        now={now.writes}
        before={before?.writes}
        href={entries('-outcome:failure,denied (method:POST,PUT,PATCH,DELETE OR model:*)')}
      />
    </ul>
  );
}

function Total({
  name,
  now,
  before,
  href,
}: {
  name: string;
  now: number;
  before: number | undefined;
  href: string;
}): JSX.Element {
  return (
    <li>
      <Link href={href} className={style.total}>
        <span className={style.number}>{now.toLocaleString()}</span> <span>{name}</span>
        {before === undefined ? null : (
          <span className={style.before}> before: {before.toLocaleString()}</span>
        )}
      </Link>
    </li>
  );
}
