import { type FormEvent, type JSX, useState } from 'react';
import { useMay } from '../account/me.ts';
import { Button } from '../controls/button.tsx';
import { visible } from '../text/visible.ts';
import style from './triage.module.css';
import { type Change, type Standing, stageNames } from './triage.ts';
import { type Mover, useMove, useMyself } from './use-move.ts';

/** Moves an entry on, for those who may. */
export function MoveControls({
  entryId,
  standing,
  onConflict,
}: {
  entryId: string;
  standing: Standing;
  onConflict?: (change: Change) => void;
}): JSX.Element | null {
  const may = useMay('triage');
  const mover = useMove(entryId, standing, onConflict);
  if (!may) return null;
  const { note, isSending } = mover;
  return (
    <div className={style.controls}>
      <textarea
        aria-label="Note"
        className={style.note}
        data-note=""
        rows={1}
        maxLength={4000}
        placeholder="Note why, for whoever comes next"
        value={note.text}
        onChange={({ target }) => note.set(target.value)}
      />
      <div className={style.buttons}>
        <Moves standing={standing} mover={mover} />
        {note.text.trim() === '' ? null : (
          <Button small look="quiet" aria-disabled={isSending} onClick={mover.addNote}>
            Add the note only
          </Button>
        )}
      </div>
      <Trouble mover={mover} standing={standing} />
    </div>
  );
}

function Moves({ standing, mover }: { standing: Standing; mover: Mover }): JSX.Element | null {
  const myself = useMyself();
  const isMine = standing.assignee === myself;
  const { isSending } = mover;
  if (standing.stage === 'PENDING') {
    return (
      <Button small look="primary" data-key="t" aria-disabled={isSending} onClick={mover.take}>
        Take it
      </Button>
    );
  }
  if (standing.stage === 'DONE') return null;
  return (
    <>
      <Button small look="primary" data-key="d" aria-disabled={isSending} onClick={mover.finish}>
        Done
      </Button>
      <Button
        small
        data-key="t"
        aria-disabled={isSending}
        onClick={() => mover.assign(isMine ? null : myself)}
      >
        {isMine ? 'Give it back' : 'Assign to me'}
      </Button>
      <AssignTo mover={mover} />
    </>
  );
}

/** Hands it to somebody else. */
function AssignTo({ mover }: { mover: Mover }): JSX.Element {
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button small look="quiet" onClick={() => setName('')}>
        Assign to …
      </Button>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    mover.assign(name.trim());
    setName(null);
  };
  return (
    <form className={style.assign} onSubmit={submit}>
      <input
        aria-label="Assign to"
        placeholder="Who does it"
        // Somebody just asked for it.
        ref={focusOn}
        value={name}
        maxLength={200}
        onChange={({ target }) => setName(target.value)}
      />
      <Button small type="submit">
        Assign
      </Button>
      <Button small look="quiet" onClick={() => setName(null)}>
        Cancel
      </Button>
    </form>
  );
}

function focusOn(field: HTMLElement | null): void {
  field?.focus();
}

function Trouble({ mover, standing }: { mover: Mover; standing: Standing }): JSX.Element | null {
  const { problem, isConflict, note } = mover;
  if (problem === null) return null;
  const kept = note.text === '' ? '' : ' What you typed is kept.';
  if (!isConflict) {
    return (
      <p className={style.trouble} role="alert">
        {visible(problem.title)}. Nothing was moved.{kept}
      </p>
    );
  }
  const who = standing.assignee === undefined ? '' : `, assigned to ${visible(standing.assignee)}`;
  return (
    <p className={style.trouble} role="alert">
      Somebody else was faster: it is {stageNames[standing.stage].toLowerCase()} now{who}. Nothing
      of yours was applied.{kept} Press again to apply it to how it stands now.
    </p>
  );
}
