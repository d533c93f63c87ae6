import { Dialog } from '@base-ui/react/dialog';
import { type JSX, useState } from 'react';
import { Button, buttonClass } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { Brand } from './brand.tsx';
import frame from './frame.module.css';
import style from './nav.module.css';
import { SideNav } from './side-nav.tsx';

/** The navigation where there is no room for it beside the page. */
export function NavSheet(): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        className={buttonClass({ look: 'quiet', square: true }, frame.menu)}
        aria-label="Pages"
      >
        <Icon name="menu" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={style.backdrop ?? ''} />
        <Dialog.Popup className={style.sheet ?? ''} data-own-keys="" aria-label="Pages">
          <div className={style.sheetHead}>
            <Brand />
            <Dialog.Close render={<Button look="quiet" square aria-label="Close" />}>
              <Icon name="cross" />
            </Dialog.Close>
          </div>
          <SideNav onLeave={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
