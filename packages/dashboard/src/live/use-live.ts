import { useQueryClient } from '@tanstack/react-query';
import type { EntryFields } from '@whodid/core';
import { useEffect, useReducer, useRef, useState } from 'react';
import { fetchMe } from '../account/me.ts';
import type { Address } from '../address/address.ts';
import { fetchEntries } from '../api/collector.ts';
import type { EntryList } from '../entries/use-entries.ts';
import { type Bounds, boundsOf, reachesNow } from '../range/range.ts';
import { useZone } from '../time/zone.tsx';
import { follow } from './follow.ts';
import type { LiveConnection } from './live-feed.ts';
import type { LiveBlock, LiveStanding } from './live-note.ts';
import { liveLimit, liveReducer, noLive } from './live-state.ts';
import { useAtTop } from './use-at-top.ts';
import { usePageVisible } from './use-page-visible.ts';

export interface Live extends LiveStanding {
  /** What came in live and is shown, newest first. */
  readonly shown: readonly EntryFields[];
  /** Shows what is held back. */
  readonly release: () => void;
  /** Connects again after a refusal. */
  readonly retry: () => void;
}

/** Follows the query while the switch is on and the tab is in front. */
export function useLive(address: Address, list: EntryList): Live {
  const [state, dispatch] = useReducer(liveReducer, noLive);
  const [attempt, setAttempt] = useState(0);
  const [connection, setConnection] = useState<LiveConnection>('connecting');
  const checkSession = useSessionCheck();
  const atTop = useAtTop();
  const zone = useZone().name;
  const isVisible = usePageVisible();
  const blocked = blockOf(address, list);
  const isReady = address.live && blocked === null && isVisible && !list.isStale;
  // Another list, or another attempt, is another connection.
  const feedKey = isReady && !list.isFirstLoad ? `${attempt} ${list.generation}` : null;

  // What the callbacks of a long connection must know as it is when they run.
  const latest = useRef({ address, list, atTop, zone });
  useEffect(() => {
    latest.current = { address, list, atTop, zone };
  });

  useEffect(() => {
    if (feedKey === null) return;
    const { q } = latest.current.address;
    const bounds = (): Bounds => {
      const now = latest.current;
      return boundsOf(now.address.range, Date.now(), now.zone);
    };
    return follow({
      q,
      newest: (signal) => fetchEntries({ q, ...bounds() }, signal),
      isListed: (id) => latest.current.list.entries.some((entry) => entry.id === id),
      onEntries: (entries) => dispatch({ type: 'arrived', entries, hold: !latest.current.atTop }),
      onSkipped: (count) => dispatch({ type: 'skipped', count }),
      onHole: () => latest.current.list.reload(),
      onConnection(next) {
        setConnection(next);
        if (next === 'refused') checkSession();
      },
    });
  }, [feedKey, checkSession]);

  const { generation, reload } = list;
  useEffect(() => dispatch({ type: 'began', generation }), [generation]);
  useEffect(() => {
    if (atTop || !address.live) dispatch({ type: 'released' });
  }, [atTop, address.live]);
  const isFull = atTop && state.shown.length > liveLimit;
  useEffect(() => {
    if (isFull) reload();
  }, [isFull, reload]);

  return {
    on: address.live,
    blocked,
    connection,
    held: address.live && !atTop,
    shown: state.generation === generation ? state.shown : [],
    waitingCount: state.waiting.length,
    skippedCount: state.skippedCount,
    release: () => dispatch({ type: 'released' }),
    retry: () => setAttempt((last) => last + 1),
  };
}

// An `EventSource` does not tell why it was refused. Asking who we are tells, if it is that.
function useSessionCheck(): () => void {
  const client = useQueryClient();
  const check = useRef(() => {
    const ask = { queryKey: ['me'], queryFn: fetchMe, staleTime: 0 };
    client.fetchQuery(ask).catch(() => undefined);
  });
  return check.current;
}

function blockOf({ range }: Address, { problem }: EntryList): LiveBlock | null {
  if (!reachesNow(range)) return 'range';
  if (problem === null) return null;
  return problem.code === 'QUERY_INVALID' ? 'query' : 'list';
}
