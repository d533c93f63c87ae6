import { type JSX, useId, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { visibleBlock } from '../text/visible.ts';
import { isLong } from './is-long.ts';
import style from './text-block.module.css';

/**
 * Captured text of several lines, wrapped, always as text.
 *
 * Long text shows its beginning and grows when asked: a block that scrolls inside a drawer that
 * scrolls catches the wheel.
 */
export function TextBlock({ text, what }: { text: string; what: string }): JSX.Element {
  const [showsAll, setShowsAll] = useState(false);
  const id = useId();
  const folds = isLong(text);
  return (
    <div className={style.block}>
      <pre id={id} className={style.text} data-folded={folds && !showsAll}>
        {visibleBlock(text)}
      </pre>
      <span className={style.copy}>
        <CopyButton text={text} what={what} />
      </span>
      {folds ? (
        <Button
          look="quiet"
          small
          aria-controls={id}
          aria-expanded={showsAll}
          aria-label={`${showsAll ? 'Show less' : 'Show all'} of ${what}`}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show less' : 'Show all'}
        </Button>
      ) : null}
    </div>
  );
}
