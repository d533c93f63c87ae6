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
import { RangePicker } from '../range/range-picker.tsx';
import style from './entries-page.module.css';
import { EntriesView } from './entries-view.tsx';
import { ListLine } from './list-line.tsx';
import { mergeEntries } from './merge-entries.ts';
import { useEntries } from './use-entries.ts';
import { useNewsCount } from './use-news-count.ts';
import { useRowKeys } from './use-row-keys.ts';

/** The page that finds any entry. All of its state that matters is in the address. */
export function EntriesPage(): JSX.Element {
  useTitle('Entries');
  const bar = useAddress();
  const { address, go } = bar;
  const inputRef = useRef<HTMLInputElement>(null);
  const list = useEntries(address);
  const live = useLive(address, list);
  const entries = useMemo(
    () => mergeEntries(live.shown, list.entries, list.hasOlder),
    [live.shown, list.entries, list.hasOlder],
  );
  useRowKeys(bar, inputRef);
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
          // The same question again is asked again.
          onRun={(q) => (q === address.q ? list.reload() : go({ q }))}
        />
        <RangePicker range={address.range} onChange={(range) => go({ range })} />
        <LiveSwitch live={live} onSwitch={(on) => go({ live: on }, { replace: true })} />
      </div>
      <ListLine bar={bar} list={list} live={live} shownCount={entries.length} />
      <WaitingPill live={live} />
      <EntriesView bar={bar} list={list} live={live} entries={entries} />
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
