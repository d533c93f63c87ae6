import { type JSX, type ReactNode, useId } from 'react';
import controls from '../controls/controls.module.css';
import style from './section.module.css';

/** A part of the details with a heading, which may be for screen readers only. */
export function Section({
  title,
  aside,
  isQuiet = false,
  children,
}: {
  title: string;
  aside?: ReactNode;
  isQuiet?: boolean;
  children: ReactNode;
}): JSX.Element {
  const id = useId();
  return (
    <section className={style.section} aria-labelledby={id}>
      <div className={isQuiet ? controls.hidden : style.head}>
        <h3 id={id} className={style.title}>
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A part that is closed until one wants it. */
export function Fold({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <details className={style.fold}>
      <summary className={style.summary}>{title}</summary>
      <div className={style.folded}>{children}</div>
    </details>
  );
}
