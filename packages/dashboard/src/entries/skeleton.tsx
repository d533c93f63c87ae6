import type { JSX } from 'react';
import { Hidden } from '../controls/hidden.tsx';
import style from './skeleton.module.css';

// Widths that look like text and not like a pattern, in percent.
const widths = [46, 62, 38, 55, 71, 42, 58, 49, 66, 40];

/** What the list will look like, while the first page is on its way. */
export function Skeleton(): JSX.Element {
  return (
    <div className={style.skeleton} aria-busy="true">
      <Hidden>Loading entries</Hidden>
      {widths.map((width) => (
        <div key={width} className={style.row} aria-hidden="true">
          <span />
          <span />
          <span />
          <span style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
