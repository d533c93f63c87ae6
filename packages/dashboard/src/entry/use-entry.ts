import { useQuery } from '@tanstack/react-query';
import type { EntryFields } from '@whodid/core';
import { fetchEntry } from '../api/collector.ts';
import { type Problem, problemOf } from '../api/problem.ts';

export interface OpenEntry {
  readonly entry: EntryFields | null;
  readonly problem: Problem | null;
  readonly retry: () => void;
}

/** The entry with an id: from the list if it is there, else asked for. It never changes. */
export function useEntry(id: string, listed: readonly EntryFields[]): OpenEntry {
  const inList = listed.find((entry) => entry.id === id);
  const asked = useQuery({
    queryKey: ['entry', id],
    queryFn: ({ signal }) => fetchEntry(id, signal),
    enabled: inList === undefined,
  });
  return {
    entry: inList ?? asked.data ?? null,
    problem: asked.error === null ? null : problemOf(asked.error),
    retry: () => void asked.refetch(),
  };
}
