import { Popover } from '@base-ui/react/popover';
import { type FormEvent, type JSX, useState } from 'react';
import { useAct } from '../api/use-act.ts';
import { Button, buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { visible } from '../text/visible.ts';
import style from './views.module.css';
import { saveView, type View } from './views.ts';

/** Gives what is shown a name, so that one need not ask for it again. */
export function SaveView({ query, range }: Omit<View, 'name'>): JSX.Element {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const act = useAct('views', saveView, () => {
    setOpen(false);
    setName('');
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') act.run({ name: name.trim(), query, range, shared });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass({ look: 'quiet', small: true })}>
        <Icon name="view" size={14} />
        Save view
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Popover.Popup className={controls.popup ?? ''} aria-label="Save view">
            <form className={style.form} onSubmit={submit}>
              <label className={style.labelled}>
                Name of the view
                <input
                  className={style.field}
                  value={name}
                  maxLength={100}
                  onChange={({ target }) => setName(target.value)}
                />
              </label>
              <label>
                <input
                  type="checkbox"
                  checked={shared}
                  onChange={({ target }) => setShared(target.checked)}
                />{' '}
                Share it with everybody
              </label>
              {act.fault === null ? null : (
                <p className={style.fault} role="alert">
                  {visible(act.fault)}
                </p>
              )}
              <Button type="submit" look="primary" small aria-disabled={act.isBusy}>
                Save
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
