import type { JSX, ReactNode } from 'react';
import { useId } from 'react';
import style from './page.module.css';

/** A part of a page with a heading of its own. */
export function Card({
  title,
  aside,
  children,
  wide = false,
}: {
  title: ReactNode;
  /** Beside the heading: a link to the whole, a switch. */
  aside?: ReactNode;
  children: ReactNode;
  /** Over the whole width of a `Cards`. */
  wide?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <section className={style.card} aria-labelledby={id} data-wide={wide}>
      <div className={style.cardHead}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Cards beside each other where there is room. */
export function Cards({ children }: { children: ReactNode }): JSX.Element {
  return <div className={style.cards}>{children}</div>;
}

/** Lines that stand for text on its way, as high as the text will be. */
export function SkeletonLines({ count }: { count: number }): JSX.Element {
  return (
    <div className={style.skeleton} aria-hidden="true">
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are all there is to tell them by.
        <span key={line} />
      ))}
    </div>
  );
}
