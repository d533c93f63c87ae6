import type { JSX } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { LiveNote } from '../live/live-switch.tsx';
import type { Live } from '../live/use-live.ts';
import { QueryChips } from '../query/query-chips.tsx';
import { writeRange } from '../range/range.ts';
import type { Tally } from '../tally/tally.ts';
import { SaveView } from '../views/save-view.tsx';
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
  return (
    <div className={style.line}>
      <QueryChips q={q} onRun={(next) => bar.go({ q: next })} />
      <span className={style.space} />
      <LiveNote live={live} />
      <span className={style.count}>{countText(list, tally)}</span>
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
