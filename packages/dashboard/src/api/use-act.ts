import { useQueryClient } from '@tanstack/react-query';
import { useSend } from './use-send.ts';

/** Something that is done at the collector, and how it stands. */
export interface Act<A extends readonly unknown[]> {
  readonly run: (...args: A) => void;
  readonly isBusy: boolean;
  /** Why it was not done. */
  readonly fault: string | null;
}

/**
 * Does something at the collector, and asks anew for what it changes.
 *
 * @param key - under which the answers are kept that it changes.
 */
export function useAct<A extends readonly unknown[]>(
  key: string,
  act: (...args: A) => Promise<void>,
  onDone?: () => void,
): Act<A> {
  const client = useQueryClient();
  const { send, isBusy, problem } = useSend(
    (args: A) => act(...args),
    async () => {
      await client.invalidateQueries({ queryKey: [key] });
      onDone?.();
    },
  );
  return { run: (...args) => send(args), isBusy, fault: problem?.detail ?? null };
}
