import { Menu } from '@base-ui/react/menu';
import type { JSX } from 'react';
import { useMay } from '../account/me.ts';
import type { Address } from '../address/address.ts';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { basePath } from '../mount.ts';
import { boundsOf } from '../range/range.ts';
import { useZone } from '../time/zone.tsx';
import { useListColumns } from './use-list-columns.ts';

interface Form {
  readonly name: string;
  readonly format: 'csv' | 'ndjson';
  /** Names of columns with commas between. Absent for the usual ones. */
  readonly columns?: string;
}

const usual: readonly Form[] = [
  { format: 'csv', name: 'CSV, for spreadsheets' },
  { format: 'ndjson', name: 'NDJSON, all that is kept' },
];

/** Saves all that is listed into a file, also what is not loaded. For those who may. */
export function ExportMenu({
  address: { q, range },
  count,
}: {
  address: Pick<Address, 'q' | 'range'>;
  /** How many entries that is, as far as it is known. */
  count: number | undefined;
}): JSX.Element | null {
  const zone = useZone().name;
  const columns = useListColumns();
  if (!useMay('audit')) return null;
  const shown = columns.flatMap((column) => column?.exported ?? ['action', 'message']);
  const forms = [...usual, { format: 'csv', name: 'CSV, the columns shown', columns: `${shown}` }];
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass({ look: 'quiet', small: true })}>
        <Icon name="save" size={14} />
        Export
        <Icon name="down" size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Menu.Popup className={controls.popup ?? ''} data-own-keys="">
            {forms.map(({ name, ...form }) => (
              <Menu.Item
                key={name}
                className={controls.item ?? ''}
                render={
                  <a
                    download=""
                    href={exportPath({ ...form, q, ...boundsOf(range, Date.now(), zone) })}
                  />
                }
              >
                {name}
                {count === undefined ? '' : `: ${count.toLocaleString()} entries`}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function exportPath(parameters: Record<string, string>): string {
  return `${basePath()}/v1/entries/export?${new URLSearchParams(parameters)}`;
}
