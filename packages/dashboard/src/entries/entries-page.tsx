import { type JSX, useEffect, useMemo, useRef } from 'react';
import { useAddress } from '../address/use-address.ts';
import { useAnnounce } from '../controls/announce.tsx';
import { Hidden } from '../controls/hidden.tsx';
import { EntryDrawer } from '../entry/entry-drawer.tsx';
import { LiveSwitch } from '../live/live-switch.tsx';
import { useLive } from '../live/use-live.ts';
import { WaitingPill } from '../live/waiting-pill.tsx';
import { useTitle } from '../page/page.tsx';
import { QueryBar } from '../query/query-bar.tsx';
import { boundsOf, writeRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useZone } from '../time/zone.tsx';
import style from './entries-page.module.css';
import { EntriesView } from './entries-view.tsx';
import { EntryFacets } from './entry-facets.tsx';
import type { ListHandle } from './entry-table.tsx';
import { ListLine } from './list-line.tsx';
import { mergeEntries } from './merge-entries.ts';
import { useEntries } from './use-entries.ts';
import { useEntryTally } from './use-entry-tally.ts';
import { useNewsCount } from './use-news-count.ts';
import { useRowKeys } from './use-row-keys.ts';
import { Volume } from './volume.tsx';

/** The page that finds any entry. All of its state that matters is in the address. */
export function EntriesPage(): JSX.Element {
  useTitle('Entries');
  const bar = useAddress();
  const { address, go } = bar;
  const zone = useZone().name;
  const inputRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<ListHandle>(null);
  const list = useEntries(address);
  const live = useLive(address, list);
  const entries = useMemo(
    () => mergeEntries(live.shown, list.entries, list.hasOlder),
    [live.shown, list.entries, list.hasOlder],
  );
  const counts = useEntryTally(address, list.problem === null ? list.generation : null);
  // Of nothing there is nothing to count. Before the rows are there, room is kept.
  const hasAny = list.problem === null && (list.isFirstLoad || entries.length > 0);
  useRowKeys({ bar, inputRef, entries, listRef });
  useNewsCount(live.shown.length + live.waitingCount);
  useLoadedCount(list.generation, list.entries.length);

  return (
    <main id="page" className={style.page} tabIndex={-1}>
      <Hidden>
        <h1>Entries</h1>
      </Hidden>
      <div className={style.toolbar}>
        <QueryBar
          q={address.q}
          problem={list.problem}
          inputRef={inputRef}
          range={{
            key: `${writeRange(address.range)} ${zone}`,
            bounds: () => boundsOf(address.range, Date.now(), zone),
          }}
          // The same question again is asked again.
          onRun={(q) => (q === address.q ? list.reload() : go({ q }))}
        />
        <RangePicker range={address.range} onChange={(range) => go({ range })} />
        <LiveSwitch live={live} onSwitch={(on) => go({ live: on }, { replace: true })} />
      </div>
      <ListLine bar={bar} list={list} live={live} tally={counts.data} />
      <div className={style.columns} data-facets={hasAny}>
        {hasAny ? <EntryFacets bar={bar} tally={counts.data} isStale={counts.isStale} /> : null}
        <div className={style.main}>
          {hasAny ? <Volume bar={bar} tally={counts.data} /> : null}
          <WaitingPill live={live} />
          <EntriesView bar={bar} list={list} live={live} entries={entries} listRef={listRef} />
        </div>
      </div>
      <EntryDrawer bar={bar} entries={entries} />
    </main>
  );
}

function useLoadedCount(generation: string | null, count: number): void {
  const announce = useAnnounce();
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (generation === null || generation === last.current) return;
    last.current = generation;
    announce(count === 0 ? 'No entries' : `${count} entries loaded`);
  }, [generation, count, announce]);
}
