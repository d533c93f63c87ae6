import type { JSX, ReactNode } from 'react';
import style from './controls.module.css';

/** Text for screen readers only. */
export function Hidden({ children }: { children: ReactNode }): JSX.Element {
  return <span className={style.hidden}>{children}</span>;
}
