import type { JSX } from 'react';
import { Icon } from '../controls/icon.tsx';
import style from './live.module.css';
import type { Live } from './use-live.ts';

/** Floats over the list while news is held back, and leads to it. */
export function WaitingPill({ live }: { live: Live }): JSX.Element | null {
  if (!live.held || live.waitingCount === 0) return null;
  const showThem = (): void => {
    live.release();
    window.scrollTo({ top: 0 });
  };
  return (
    <button type="button" className={style.pill} onClick={showThem}>
      <Icon name="up" size={14} />
      Paused, {live.waitingCount} new
    </button>
  );
}
