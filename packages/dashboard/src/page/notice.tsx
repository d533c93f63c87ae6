import type { JSX, ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { visible } from '../text/visible.ts';
import style from './notice.module.css';

/** A calm box in place of the list, with what to do about it. */
export function Notice({
  title,
  children,
  isBad = false,
}: {
  title: string;
  children: ReactNode;
  isBad?: boolean;
}): JSX.Element {
  return (
    <section className={style.notice} data-bad={isBad}>
      <h2 className={style.title}>
        {isBad ? <Icon name="warning" /> : null}
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The list could not be loaded. */
export function LoadFailure({
  problem,
  triesAgain,
  onRetry,
}: {
  problem: Problem;
  /** Whether the page tries again by itself. */
  triesAgain: boolean;
  onRetry: () => void;
}): JSX.Element {
  return (
    <div role="alert">
      <Notice title={visible(problem.title)} isBad>
        {problem.detail === problem.title ? null : <p>{visible(problem.detail)}</p>}
        <p className={style.code}>
          <code>{visible(problem.code)}</code>
          {triesAgain ? ' · this page tries again every 5 seconds' : null}
        </p>
        <p className={style.actions}>
          <Button onClick={onRetry}>Try again</Button>
        </p>
      </Notice>
    </div>
  );
}
