import { Menu } from '@base-ui/react/menu';
import type { JSX } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { narrow, useMedia } from '../controls/use-media.ts';
import { listColumns } from './list-columns.tsx';
import { chooseColumn, useListColumns } from './use-list-columns.ts';

/** Which columns the list has. On a phone there are cards instead. */
export function ColumnsMenu(): JSX.Element | null {
  const chosen = useListColumns();
  if (useMedia(narrow)) return null;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass({ look: 'quiet', small: true })}>
        Columns
        <Icon name="down" size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Menu.Popup className={controls.popup ?? ''} data-own-keys="">
            {listColumns.map((column) =>
              column === null ? null : (
                <Menu.CheckboxItem
                  key={column.key}
                  className={controls.item ?? ''}
                  checked={chosen.includes(column)}
                  onCheckedChange={(isShown) => chooseColumn(column.key, isShown)}
                >
                  <span className={controls.tick}>
                    <Menu.CheckboxItemIndicator>
                      <Icon name="check" size={14} />
                    </Menu.CheckboxItemIndicator>
                  </span>
                  {column.name}
                </Menu.CheckboxItem>
              ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
