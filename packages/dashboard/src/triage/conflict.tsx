import { useQueryClient } from '@tanstack/react-query';
import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../api/use-answer.ts';
import { useSend } from '../api/use-send.ts';
import { Button } from '../controls/button.tsx';
import { sentenceText } from '../sentence/sentence.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { MoveLine } from './move-line.tsx';
import style from './triage.module.css';
import { type Change, fetchTriage, moveEntry, stages, type Triage } from './triage.ts';

/** What was not applied, because somebody else was faster. */
export interface Refused {
  readonly entry: EntryFields;
  readonly change: Change;
}

/** On the page and not on the card: the card has gone to another column. */
export function Conflict({
  refused: { entry, change },
  onClose,
}: {
  refused: Refused;
  onClose: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const { data } = useAnswer(['triage', 'conflict', entry.id], (signal) =>
    fetchTriage(entry.id, signal),
  );
  const again = data === undefined ? null : stillPossible(change, data);
  const { send, isBusy, problem } = useSend(
    (wanted: Change) => moveEntry(entry.id, wanted),
    async () => {
      await client.invalidateQueries({ queryKey: ['triage'] });
      onClose();
    },
  );
  const last = data?.moves.at(-1);
  return (
    <div className={style.trouble} role="alert">
      <p>
        Somebody else was faster with{' '}
        <Link href={`/entries/${entry.id}?range=all`}>
          <Captured text={sentenceText(entry)} />
        </Link>
        . Nothing of yours was applied; a note that you typed is kept with it.
      </p>
      {last === undefined ? null : (
        <p>
          <MoveLine move={last} />
        </p>
      )}
      {problem === null ? null : <p>{visible(problem.title)}. Nothing was moved.</p>}
      <p className={style.buttons}>
        {again === null ? null : (
          <Button small aria-disabled={isBusy} onClick={() => send(again)}>
            Apply mine to how it stands now
          </Button>
        )}
        <Button small look="quiet" onClick={onClose}>
          Close
        </Button>
      </p>
    </div>
  );
}

// What it is already, or has been, it cannot become.
function stillPossible({ stage, assignee, note }: Change, now: Triage): Change | null {
  const isAhead = stage !== undefined && stages.indexOf(stage) > stages.indexOf(now.stage);
  const isOther = assignee !== undefined && (now.assignee ?? null) !== assignee;
  if (!isAhead && !isOther && note === undefined) return null;
  return {
    revision: now.revision,
    ...(isAhead ? { stage } : {}),
    ...(isOther ? { assignee } : {}),
    ...(note === undefined ? {} : { note }),
  };
}
