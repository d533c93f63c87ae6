import { type JSX, useMemo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { Captured } from '../text/captured.tsx';
import style from './chips.module.css';
import { chipsOf } from './chips.ts';

/** How the query was understood, one condition a chip. Taking one away runs the rest. */
export function QueryChips({
  q,
  onRun,
}: {
  q: string;
  onRun: (q: string) => void;
}): JSX.Element | null {
  const chips = useMemo(() => chipsOf(q, Date.now()), [q]);
  if (chips.length === 0) return null;
  return (
    <ul className={style.chips} aria-label="Conditions">
      {chips.map(({ text, without }) => (
        <li key={text} className={style.chip} title={text}>
          <span className={style.text}>
            <Captured text={text} />
          </span>
          <button
            type="button"
            className={style.remove}
            aria-label={`Remove the condition ${text}`}
            onClick={() => onRun(without)}
          >
            <Icon name="cross" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
