import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/problem.ts';

/** Something that is done to the streams, and how it stands. */
export interface StreamAct<A extends readonly unknown[]> {
  readonly run: (...args: A) => void;
  readonly isBusy: boolean;
  /** Why it was not done. */
  readonly fault: string | null;
}

/** Does something to the streams, and shows them anew. */
export function useStreamAct<A extends readonly unknown[]>(
  act: (...args: A) => Promise<void>,
  onDone: () => void,
): StreamAct<A> {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (args: A) => act(...args),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['streams'] });
      onDone();
    },
  });
  return {
    run: (...args) => {
      if (!mutation.isPending) mutation.mutate(args);
    },
    isBusy: mutation.isPending,
    fault: mutation.error === null ? null : problemOf(mutation.error).detail,
  };
}
