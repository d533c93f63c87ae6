import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { canPass } from './can-pass.ts';
import { type Problem, problemOf } from './problem.ts';

/** What the collector said to one question. */
export interface Answer<T> {
  /** Nothing until the first answer. */
  readonly data: T | undefined;
  /** Why there is no answer, or no newer one. */
  readonly problem: Problem | null;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly reload: () => void;
}

const retryMs = 5000;

/**
 * Asks the collector a question whenever `key` changes, and shows the last answer meanwhile. While
 * the collector is away it tries again every 5 s.
 *
 * @param everyMs - asks again so often while the page is visible. Not at all if absent.
 */
export function useAnswer<T>(
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<T>,
  { everyMs, enabled = true }: { readonly everyMs?: number; readonly enabled?: boolean } = {},
): Answer<T> {
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask(signal),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state: { error } }) => {
      if (error !== null && canPass(problemOf(error))) return retryMs;
      return everyMs ?? false;
    },
  });
  return {
    data: query.data,
    problem: query.error === null ? null : problemOf(query.error),
    isStale: query.isPlaceholderData,
    reload: () => void query.refetch(),
  };
}
