import { type JSX, type ReactNode, useEffect } from 'react';
import { canPass } from '../api/can-pass.ts';
import type { Answer } from '../api/use-answer.ts';
import { visible } from '../text/visible.ts';
import { LoadFailure } from './notice.tsx';
import style from './page.module.css';

/** A page with its heading. `tools` stand beside the heading: a range, a filter, a button. */
export function Page({
  title,
  lead,
  tools,
  children,
}: {
  title: ReactNode;
  /** One line under the heading. */
  lead?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  return (
    <main id="page" className={style.page} tabIndex={-1}>
      <div className={style.head}>
        <div className={style.heading}>
          <h1 className={style.title}>{title}</h1>
          {lead === undefined ? null : <p className={style.lead}>{lead}</p>}
        </div>
        {tools === undefined ? null : <div className={style.tools}>{tools}</div>}
      </div>
      {children}
    </main>
  );
}

/** Names the browser's tab after what is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${visible(title)} · whodid`;
  }, [title]);
}

/**
 * Shows an answer, or what stands for it: a skeleton of the same size while it is on its way, and
 * what to do if it did not come. What was there before stays, with a line that it is not new.
 */
export function Answered<T>({
  answer,
  skeleton,
  children,
}: {
  answer: Answer<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}): JSX.Element {
  const { data, problem, isStale, reload } = answer;
  if (data === undefined && problem !== null) {
    return <LoadFailure problem={problem} triesAgain={canPass(problem)} onRetry={reload} />;
  }
  return (
    <div className={style.answered} aria-busy={data === undefined || isStale}>
      {problem === null ? null : (
        <p className={style.old} role="status">
          {visible(problem.title)}. What is shown is from before
          {canPass(problem) ? '; this page tries again every 5 seconds.' : '.'}
        </p>
      )}
      {data === undefined ? skeleton : children(data)}
    </div>
  );
}
