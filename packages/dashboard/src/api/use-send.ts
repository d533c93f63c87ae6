import { useMutation } from '@tanstack/react-query';
import { type Problem, problemOf } from './problem.ts';

/** A change that a page can make, and how it goes. */
export interface Sending<I> {
  /** Does nothing while the one before is on its way. */
  readonly send: (input: I) => void;
  readonly isBusy: boolean;
  /** Why the last one failed. */
  readonly problem: Problem | null;
}

/** Sends what somebody asks for. Nothing of it is kept: it may hold a secret. */
export function useSend<I, O>(
  ask: (input: I) => Promise<O>,
  onDone: (output: O, input: I) => void,
): Sending<I> {
  const { mutate, isPending, error } = useMutation({
    mutationFn: ask,
    onSuccess: onDone,
    gcTime: 0,
  });
  return {
    send: (input) => {
      if (!isPending) mutate(input);
    },
    isBusy: isPending,
    problem: error === null ? null : problemOf(error),
  };
}
