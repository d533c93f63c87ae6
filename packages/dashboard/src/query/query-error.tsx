import type { JSX } from 'react';
import { Button } from '../controls/button.tsx';
import { visible } from '../text/visible.ts';
import { errorExcerpt } from './error-excerpt.ts';
import style from './query.module.css';
import type { QueryFault } from './use-query-check.ts';

/** Where the input finds its description. There is one query bar on a page. */
export const queryErrorId = 'query-error';

/** The query with a caret under its first wrong character, and what may have been meant. */
export function QueryError({
  query,
  fault,
  onTake,
}: {
  query: string;
  fault: QueryFault;
  onTake: (suggestion: string) => void;
}): JSX.Element {
  const { before, wrong, after } = errorExcerpt(query, fault.at, fault.length);
  const { suggestion } = fault;
  return (
    <div className={style.error} id={queryErrorId}>
      <pre className={style.excerpt} aria-hidden="true">
        {visible(before)}
        <span className={style.wrong}>{visible(wrong)}</span>
        {visible(after)}
        {'\n'}
        {/* The same text unseen, and not spaces: some characters are wider than others. */}
        <span className={style.unseen}>{visible(before)}</span>
        <span className={style.caret}>{'^'.repeat(Math.max(1, [...wrong].length))}</span>
      </pre>
      <p>
        {problemText(fault)}{' '}
        {suggestion === undefined ? null : (
          <Button look="link" onClick={() => onTake(suggestion)}>
            Did you mean <code>{visible(suggestion)}</code>?
          </Button>
        )}
      </p>
    </div>
  );
}

// The place is marked and the suggestion is a button: said again they would only be noise.
function problemText({ detail }: QueryFault): string {
  const text = visible(detail).replace(/ at character \d+(?:, did you mean .*)?$/, '');
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
