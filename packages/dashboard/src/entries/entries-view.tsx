import type { EntryFields } from '@whodid/core';
import { type JSX, type Ref, useMemo } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { canPass } from '../api/can-pass.ts';
import { Button } from '../controls/button.tsx';
import type { Live } from '../live/use-live.ts';
import { LoadFailure, Notice } from '../page/notice.tsx';
import { visible } from '../text/visible.ts';
import { Empty, OwnOnly } from './empty.tsx';
import style from './entries-view.module.css';
import { EntryTable, type ListHandle } from './entry-table.tsx';
import { Skeleton } from './skeleton.tsx';
import type { EntryList } from './use-entries.ts';

/** The list, or what there is to say instead. */
export function EntriesView({
  bar,
  list,
  live,
  entries,
  listRef,
}: {
  bar: AddressBar;
  list: EntryList;
  live: Live;
  entries: readonly EntryFields[];
  listRef: Ref<ListHandle>;
}): JSX.Element {
  const fresh = useMemo(() => new Set(live.shown.map(({ id }) => id)), [live.shown]);
  if (list.isFirstLoad) return <Skeleton />;
  if (list.problem?.code === 'QUERY_INVALID') {
    return (
      <Notice title="This query cannot be read">
        <p>The place is marked under the query.</p>
      </Notice>
    );
  }
  if (list.problem !== null) {
    return (
      <LoadFailure
        problem={list.problem}
        triesAgain={canPass(list.problem)}
        onRetry={list.reload}
      />
    );
  }
  if (entries.length === 0 && list.damaged.length === 0) {
    return <Empty bar={bar} onArrival={list.reload} />;
  }
  const isOwnOnly = bar.address.q === '' && !list.hasOlder && entries.every(isOwn);
  return (
    <>
      <Damage ids={list.damaged} />
      {isOwnOnly ? <OwnOnly onArrival={list.reload} /> : null}
      <EntryTable
        ref={listRef}
        entries={entries}
        fresh={fresh}
        bar={bar}
        isStale={list.isStale}
        hasOlder={list.hasOlder && list.olderProblem === null && !list.isLoadingOlder}
        onNearEnd={list.loadOlder}
      />
      <ListEnd list={list} />
    </>
  );
}

function Damage({ ids }: { ids: readonly string[] }): JSX.Element | null {
  if (ids.length === 0) return null;
  return (
    <p className={style.problem} role="alert">
      {ids.length === 1 ? 'One entry of this list is' : `${ids.length} entries of this list are`}{' '}
      damaged and not shown: {ids.map(visible).join(', ')}
    </p>
  );
}

function isOwn({ action }: EntryFields): boolean {
  return action.startsWith('whodid.');
}

function ListEnd({ list }: { list: EntryList }): JSX.Element {
  const { hasOlder, isLoadingOlder, olderProblem, loadOlder } = list;
  if (!hasOlder) return <p className={style.end}>No older entries</p>;
  return (
    <div className={style.end}>
      {olderProblem === null ? null : (
        <p className={style.problem} role="alert">
          Older entries could not be loaded: {visible(olderProblem.detail)}
        </p>
      )}
      <Button onClick={loadOlder} aria-disabled={isLoadingOlder}>
        {isLoadingOlder ? 'Loading' : 'Load older'}
      </Button>
    </div>
  );
}
