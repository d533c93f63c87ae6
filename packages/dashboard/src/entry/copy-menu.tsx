import { Menu } from '@base-ui/react/menu';
import type { JSX } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { useCopy } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import type { CopyForm } from './copy-as.ts';

/** Copies something in a form for elsewhere. The forms are made when they are looked at. */
export function CopyMenu({ forms }: { forms: () => readonly CopyForm[] }): JSX.Element {
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
            {forms().map(({ label, text }) => (
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
