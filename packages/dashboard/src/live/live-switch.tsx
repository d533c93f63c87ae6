import { Switch } from '@base-ui/react/switch';
import { type JSX, useId } from 'react';
import { Button } from '../controls/button.tsx';
import style from './live.module.css';
import { liveNote } from './live-note.ts';
import type { Live } from './use-live.ts';

/** The switch for following. Off where following makes no sense, with the reason beside it. */
export function LiveSwitch({
  live,
  onSwitch,
}: {
  live: Live;
  onSwitch: (on: boolean) => void;
}): JSX.Element {
  const id = useId();
  const isImpossible = live.blocked === 'range';
  return (
    <span className={style.switch} title="Live (l)">
      <Switch.Root
        id={id}
        className={style.track ?? ''}
        checked={live.on && !isImpossible}
        disabled={isImpossible}
        onCheckedChange={onSwitch}
      >
        <Switch.Thumb className={style.thumb ?? ''} />
      </Switch.Root>
      <label htmlFor={id}>Live</label>
    </span>
  );
}

/** Why nothing moves, if nothing moves. */
export function LiveNote({ live }: { live: Live }): JSX.Element | null {
  const note = liveNote(live);
  if (note === null) return null;
  return (
    <span className={style.note}>
      {note}
      {live.on && live.connection === 'refused' && live.blocked === null ? (
        <>
          {' · '}
          <Button look="link" onClick={live.retry}>
            Try again
          </Button>
        </>
      ) : null}
    </span>
  );
}
