import { Menu } from '@base-ui/react/menu';
import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { useCopy } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { basePath, isMounted } from '../mount.ts';
import { copyForms } from './copy-as.ts';

/** Copies the entry in a form for elsewhere. */
export function CopyMenu({ entry }: { entry: EntryFields }): JSX.Element {
  const [copied, copy] = useCopy();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass({ look: 'quiet', small: true })}>
        <Icon name={copied ? 'check' : 'copy'} size={14} />
        {copied ? 'Copied' : 'Copy as'}
        <Icon name="down" size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Menu.Popup className={controls.popup ?? ''} data-own-keys="">
            {copyForms(entry, location.origin + basePath(), !isMounted()).map(({ label, text }) => (
              <Menu.Item
                key={label}
                className={controls.item ?? ''}
                onClick={() => copy(text, label)}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
