import type { JSX } from 'react';
import { Captured } from '../text/captured.tsx';
import type { Completion } from './complete.ts';
import style from './query.module.css';

export const completionsId = 'query-completions';

export function completionId(at: number): string {
  return `${completionsId}-${at}`;
}

/** Proposals under the query. The field keeps the focus; it says which one is chosen. */
export function CompletionList({
  completions,
  chosen,
  onTake,
}: {
  completions: readonly Completion[];
  chosen: number | null;
  onTake: (completion: Completion) => void;
}): JSX.Element {
  return (
    <div className={style.completions} id={completionsId} role="listbox" aria-label="Proposals">
      {completions.map((completion, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
        <div
          key={completion.insert}
          id={completionId(at)}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className={style.completion}
          // Before the field would lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(completion)}
        >
          <span className={style.proposal}>
            <Captured text={completion.label.slice(0, 200)} />
          </span>
          <span className={style.aside}>{completion.aside}</span>
        </div>
      ))}
    </div>
  );
}
