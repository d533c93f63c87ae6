import type { JSX } from 'react';
import { Link } from 'wouter';
import { Icon } from '../controls/icon.tsx';
import { Captured } from '../text/captured.tsx';
import style from './hint-list.module.css';
import type { Hint } from './overview.ts';

/** What a person should look at, each with why, and the way to the entries behind it. */
export function HintList({
  hints,
  none,
  entries,
}: {
  hints: readonly Hint[];
  /** What is said if nothing is unusual. */
  none: string;
  /** Where the entries of a query are. */
  entries: (q: string) => string;
}): JSX.Element {
  if (hints.length === 0) {
    return (
      <p className={style.none}>
        <Icon name="check" /> {none}
      </p>
    );
  }
  return (
    <ul className={style.hints}>
      {hints.map((hint) => (
        <li key={hint.text} className={style.hint}>
          <Icon name="warning" />
          <div className={style.words}>
            <Link href={entries(hint.query)} className={style.text}>
              <Captured text={hint.text} />
            </Link>
            <p className={style.why}>
              <Captured text={hint.why} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
