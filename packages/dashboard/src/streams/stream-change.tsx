import { type FormEvent, type JSX, useState } from 'react';
import { useAct } from '../api/use-act.ts';
import { Button } from '../controls/button.tsx';
import { ConfirmButton } from '../controls/confirm-button.tsx';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import style from './streams.module.css';
import { removeStream, renameStream, type Stream } from './streams.ts';

/** Renames or removes a stream, and says first what becomes of its entries. */
export function StreamChange({
  stream: { name, entries },
  onClose,
}: {
  stream: Stream;
  onClose: () => void;
}): JSX.Element {
  const [next, setNext] = useState(name);
  const renaming = useAct('streams', renameStream, onClose);
  const removing = useAct('streams', removeStream, onClose);
  const fault = renaming.fault ?? removing.fault;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next.trim() !== '' && next.trim() !== name) renaming.run(name, next.trim());
  };
  return (
    <div className={style.change}>
      <form className={style.line} onSubmit={submit}>
        <input
          className={style.field}
          aria-label="New name"
          value={next}
          maxLength={64}
          onChange={({ target }) => setNext(target.value)}
        />
        <Button type="submit" aria-disabled={renaming.isBusy}>
          Rename
        </Button>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </form>
      <p>
        Its {entries.toLocaleString()} entries stay as they are. They are found by the new name, and
        by <Captured text={name} /> as well.
      </p>
      <p>
        <ConfirmButton
          label="Remove from the list"
          name={`Remove from the list: ${visible(name)}`}
          question="Remove it from the list?"
          isBusy={removing.isBusy}
          onConfirm={() => removing.run(name)}
        />{' '}
        Its entries stay and are found as before. It is listed again when another one comes.
      </p>
      {fault === null ? null : (
        <p className={style.fault} role="alert">
          {visible(fault)}
        </p>
      )}
    </div>
  );
}
