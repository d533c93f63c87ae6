import type { JSX } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { CopyMenu } from '../entry/copy-menu.tsx';
import { LiveNote } from '../live/live-switch.tsx';
import type { Live } from '../live/use-live.ts';
import { isMounted, pagesAddress } from '../mount.ts';
import { QueryChips } from '../query/query-chips.tsx';
import { boundsOf, writeRange } from '../range/range.ts';
import type { Tally } from '../tally/tally.ts';
import { useZone } from '../time/zone.tsx';
import { SaveView } from '../views/save-view.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { listForms } from './copy-list.ts';
import { ExportMenu } from './export-menu.tsx';
import style from './list-line.module.css';
import type { EntryList } from './use-entries.ts';

/** The line over the list: how the query was understood, how much there is, and how live stands. */
export function ListLine({
  bar,
  list,
  live,
  tally,
}: {
  bar: AddressBar;
  list: EntryList;
  live: Live;
  /** Counts of the whole list, once they are there. */
  tally: Tally | undefined;
}): JSX.Element {
  const { q } = bar.address;
  const zone = useZone().name;
  return (
    <div className={style.line}>
      <QueryChips q={q} onRun={(next) => bar.go({ q: next })} />
      <span className={style.space} />
      <LiveNote live={live} />
      <span className={style.count}>{countText(list, tally)}</span>
      <ColumnsMenu />
      <CopyMenu
        forms={() => {
          const bounds = boundsOf(bar.address.range, Date.now(), zone);
          const where = { pages: pagesAddress(), takesKeys: !isMounted() };
          return listForms(q, bounds, Date.now(), where);
        }}
      />
      <SaveView query={q} range={writeRange(bar.address.range)} />
      <ExportMenu
        address={bar.address}
        count={tally?.countedFrom === null ? tally.count : undefined}
      />
      <Button
        look="quiet"
        small
        square
        aria-label="Load again"
        title="Load again"
        onClick={list.reload}
      >
        <Icon name="reload" size={14} />
      </Button>
    </div>
  );
}

function countText({ isFirstLoad, problem, entries }: EntryList, tally: Tally | undefined): string {
  if (isFirstLoad || problem !== null || entries.length === 0 || tally === undefined) return '';
  const { count, countedFrom } = tally;
  const counted = `${count.toLocaleString()} ${count === 1 ? 'entry' : 'entries'}`;
  return countedFrom === null ? counted : `more than ${counted}`;
}
