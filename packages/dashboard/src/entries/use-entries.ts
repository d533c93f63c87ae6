import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { EntryFields } from '@whodid/core';
import { useCallback, useMemo, useState } from 'react';
import type { Address } from '../address/address.ts';
import { canPass } from '../api/can-pass.ts';
import { type EntryPage, fetchEntries } from '../api/collector.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { boundsOf, writeRange } from '../range/range.ts';
import { useZone } from '../time/zone.tsx';

/** The loaded part of the list. */
export interface EntryList {
  readonly entries: readonly EntryFields[];
  /** Ids of entries that belong among them and cannot be shown: their bytes were altered. */
  readonly damaged: readonly string[];
  /** Changes when another list has arrived, and not while the one before is still shown. */
  readonly generation: string | null;
  /** Nothing to show yet. */
  readonly isFirstLoad: boolean;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly problem: Problem | null;
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly olderProblem: Problem | null;
  readonly loadOlder: () => void;
  readonly reload: () => void;
}

interface LoadedPage extends EntryPage {
  readonly generation: string;
  readonly from?: string;
  readonly to?: string;
}

/** Where a page begins. The bounds are those of the first page, so that the list is one piece. */
interface PageStart {
  readonly cursor?: string;
  readonly from?: string;
  readonly to?: string;
}

const retryMs = 5000;
const olderAtOnce = 200;

/**
 * Loads the list page by page. While the collector is away it tries again every 5 s.
 *
 * @param limit - entries of a page; as many as the collector gives if absent.
 */
export function useEntries(
  { q, range }: Pick<Address, 'q' | 'range'>,
  { limit }: { readonly limit?: number } = {},
): EntryList {
  const [run, setRun] = useState(0);
  const zone = useZone().name;
  // Only days and months depend on the zone.
  const key = ['entries', limit, q, writeRange(range), range.type === 'period' ? zone : null, run];
  const generation = JSON.stringify(key);
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }): Promise<LoadedPage> => {
      const start: PageStart = pageParam ?? boundsOf(range, Date.now(), zone);
      // The first rows come soon, the others in fewer requests.
      const size = limit ?? (start.cursor === undefined ? undefined : olderAtOnce);
      const page = await fetchEntries({ q, ...start, limit: size }, signal);
      return { ...page, ...boundsIn(start), generation };
    },
    initialPageParam: null as PageStart | null,
    getNextPageParam: (last): PageStart | null =>
      last.next === null ? null : { ...boundsIn(last), cursor: last.next },
    placeholderData: keepPreviousData,
    // Comparing what is loaded with itself takes longer with each page, and finds nothing.
    structuralSharing: false,
    refetchInterval: ({ state: { data, error } }) =>
      data === undefined && error !== null && canPass(problemOf(error)) ? retryMs : false,
    gcTime: 60_000,
  });

  const { fetchNextPage } = list;
  const entries = useMemo(
    () => (list.data?.pages ?? []).flatMap((page) => page.entries),
    [list.data],
  );
  const damaged = (list.data?.pages ?? []).flatMap((page) => page.damaged ?? []);
  const problem = list.error === null ? null : problemOf(list.error);
  return {
    entries,
    damaged,
    generation: list.data?.pages[0]?.generation ?? null,
    isFirstLoad: list.isPending,
    isStale: list.isPlaceholderData,
    problem: list.data === undefined ? problem : null,
    hasOlder: list.hasNextPage,
    isLoadingOlder: list.isFetchingNextPage,
    olderProblem: list.data === undefined ? null : problem,
    loadOlder: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    reload: useCallback(() => setRun((last) => last + 1), []),
  };
}

function boundsIn({ from, to }: PageStart): PageStart {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
