import { Menu } from '@base-ui/react/menu';
import type { JSX } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { isMounted } from '../mount.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import style from './account.module.css';
import { useMe } from './me.ts';

/** Who is signed in, and the way out. */
export function AccountMenu({ onSignOut }: { onSignOut: () => void }): JSX.Element {
  const me = useMe();
  const name = me?.name ?? '';
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        className={buttonClass({ look: 'quiet', small: true })}
        aria-label={name === '' ? 'Account' : `Account: ${visible(name)}`}
        title="Account"
      >
        <Icon name="person" size={14} />
        <span className={style.accountName}>
          <Captured text={name} />
        </span>
        <span className={style.accountArrow}>
          <Icon name="down" size={12} />
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Menu.Popup className={controls.popup ?? ''} data-own-keys="">
            <Menu.Group>
              <Menu.GroupLabel className={style.account ?? ''}>
                Signed in as
                <strong>
                  <Captured text={name} />
                </strong>
                {me === undefined || me.tenant === 'default' ? null : (
                  <>
                    of <Captured text={me.tenant} />
                  </>
                )}
              </Menu.GroupLabel>
              {isMounted() ? (
                <Menu.Item
                  className={controls.item ?? ''}
                  render={<a href="/">Back to the app</a>}
                />
              ) : (
                <Menu.Item className={controls.item ?? ''} onClick={onSignOut}>
                  <Icon name="leave" size={14} />
                  Sign out
                </Menu.Item>
              )}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
