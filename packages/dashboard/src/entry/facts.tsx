import type { JSX, ReactNode } from 'react';
import { Captured } from '../text/captured.tsx';
import style from './facts.module.css';

/** Names and values in two columns. */
export function Facts({ children }: { children: ReactNode }): JSX.Element {
  return <dl className={style.facts}>{children}</dl>;
}

/** One name and its value; nothing at all if there is no value. */
export function Fact({
  name,
  children,
}: {
  name: string;
  children: ReactNode;
}): JSX.Element | null {
  if (children === undefined || children === null || children === false) return null;
  return (
    <div className={style.fact}>
      <dt>{name}</dt>
      <dd>{typeof children === 'string' ? <Captured text={children} /> : children}</dd>
    </div>
  );
}

/** What is said beside a value. */
export function Aside({ text }: { text: string | undefined }): JSX.Element | null {
  if (text === undefined || text === '') return null;
  return (
    <span className={style.aside}>
      {' '}
      <Captured text={text} />
    </span>
  );
}
