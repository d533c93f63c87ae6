import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '../account/me.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { useAnnounce } from '../controls/announce.tsx';
import { type Typed, useTyped } from '../typed/use-typed.ts';
import { type Change, moveEntry, type Standing, stageNames } from './triage.ts';

/** Moving one entry, with the note that goes along. */
export interface Mover {
  readonly note: Typed;
  readonly isSending: boolean;
  /** Why the last move did not happen. What was typed is still there. */
  readonly problem: Problem | null;
  /** Whether somebody else was faster. */
  readonly isConflict: boolean;
  /** Takes it: from now on it is in progress, and one's own. */
  take(): void;
  finish(): void;
  /** Makes it somebody's, or nobody's with `null`. */
  assign(assignee: string | null): void;
  addNote(): void;
}

/**
 * Moves an entry as it was seen: if somebody else has moved it meanwhile nothing happens, and the
 * page says so.
 *
 * @param onConflict - told what was not applied, for a page on which the entry goes elsewhere then.
 */
export function useMove(
  entryId: string,
  { revision }: Standing,
  onConflict?: (change: Change) => void,
): Mover {
  const client = useQueryClient();
  const announce = useAnnounce();
  const note = useTyped(`note on ${entryId}`);
  const myself = useMyself();
  const move = useMutation({
    mutationFn: (change: Change) => moveEntry(entryId, change),
    onSuccess: ({ stage }) => {
      note.clear();
      announce(`Now ${stageNames[stage].toLowerCase()}`);
    },
    onError: (error, change) => {
      if (problemOf(error).statusCode === 409) onConflict?.(change);
    },
    // Also after a conflict: what is shown is not how it is.
    onSettled: () => client.invalidateQueries({ queryKey: ['triage'] }),
  });
  const problem = move.error === null ? null : problemOf(move.error);
  const send = (change: Change): void => {
    if (move.isPending) return;
    const text = note.text.trim();
    move.mutate({ ...change, revision, ...(text === '' ? {} : { note: text }) });
  };
  return {
    note,
    isSending: move.isPending,
    problem,
    isConflict: problem?.statusCode === 409,
    take: () => send({ stage: 'IN_PROGRESS', assignee: myself }),
    finish: () => send({ stage: 'DONE' }),
    assign: (assignee) => send({ assignee }),
    addNote: () => {
      if (note.text.trim() !== '') send({});
    },
  };
}

/** What stands for oneself in an assignment. */
export function useMyself(): string {
  const me = useMe();
  return me?.userId ?? me?.name ?? '';
}
