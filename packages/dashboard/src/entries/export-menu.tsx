import { Menu } from '@base-ui/react/menu';
import type { JSX } from 'react';
import { useMay } from '../account/me.ts';
import type { Address } from '../address/address.ts';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { basePath } from '../mount.ts';
import { type Bounds, boundsOf } from '../range/range.ts';
import { useZone } from '../time/zone.tsx';

const formats = [
  { format: 'csv', name: 'CSV, for spreadsheets' },
  { format: 'ndjson', name: 'NDJSON, all that is kept' },
] as const;

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
  if (!useMay('audit')) return null;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass({ look: 'quiet', small: true })}>
        <Icon name="down" size={14} />
        Export
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Menu.Popup className={controls.popup ?? ''} data-own-keys="">
            {formats.map(({ format, name }) => (
              <Menu.Item
                key={format}
                className={controls.item ?? ''}
                render={
                  <a download="" href={exportPath(format, q, boundsOf(range, Date.now(), zone))} />
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

function exportPath(format: string, q: string, bounds: Bounds): string {
  return `${basePath()}/v1/entries/export?${new URLSearchParams({ format, q, ...bounds })}`;
}
