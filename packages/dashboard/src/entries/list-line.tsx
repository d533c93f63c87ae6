import type { JSX } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { LiveNote } from '../live/live-switch.tsx';
import type { Live } from '../live/use-live.ts';
import { QueryChips } from '../query/query-chips.tsx';
import style from './list-line.module.css';
import type { EntryList } from './use-entries.ts';

/** The line over the list: how the query was understood, how much there is, and how live stands. */
export function ListLine({
  bar,
  list,
  live,
  shownCount,
}: {
  bar: AddressBar;
  list: EntryList;
  live: Live;
  shownCount: number;
}): JSX.Element {
  const { q } = bar.address;
  return (
    <div className={style.line}>
      <QueryChips q={q} onRun={(next) => bar.go({ q: next })} />
      <span className={style.space} />
      <LiveNote live={live} />
      <span className={style.count}>{countText(list, shownCount)}</span>
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

// How many there are in all is not asked: counting would cost more than showing.
function countText({ isFirstLoad, problem, hasOlder }: EntryList, count: number): string {
  if (isFirstLoad || problem !== null || count === 0) return '';
  const counted = `${count.toLocaleString()} ${count === 1 ? 'entry' : 'entries'}`;
  return hasOlder ? `Newest ${counted}` : counted;
}
