import { type FormEvent, type JSX, useId, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { fromLocalInput, toLocalInput } from './local-input.ts';
import style from './range.module.css';
import type { Range } from './range.ts';

/** From and to, in the reader's own zone. Without an end it reaches until now. */
export function CustomRange({
  range,
  onChange,
}: {
  range: Range;
  onChange: (range: Range) => void;
}): JSX.Element {
  const given = range.type === 'between' ? range : undefined;
  const [from, setFrom] = useState(given === undefined ? '' : toLocalInput(given.from));
  const [to, setTo] = useState(given?.to === undefined ? '' : toLocalInput(given.to));
  const [fault, setFault] = useState<string | null>(null);
  const faultId = useId();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = readFields(from, to);
    if (typeof next === 'string') setFault(next);
    else onChange(next);
  };
  return (
    <form className={style.custom} onSubmit={submit} noValidate>
      <Field
        label="From"
        value={from}
        onChange={setFrom}
        faultId={fault === null ? null : faultId}
      />
      <Field label="To" value={to} onChange={setTo} faultId={null} />
      {fault === null ? null : (
        <p className={style.fault} id={faultId} role="alert">
          {fault}
        </p>
      )}
      <Button type="submit" small>
        Apply
      </Button>
    </form>
  );
}

function Field({
  label,
  value,
  onChange,
  faultId,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  faultId: string | null;
}): JSX.Element {
  return (
    <label className={style.field}>
      <span>{label}</span>
      <input
        type="datetime-local"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        aria-invalid={faultId !== null}
        aria-describedby={faultId ?? undefined}
      />
    </label>
  );
}

function readFields(fromText: string, toText: string): Range | string {
  const from = fromLocalInput(fromText);
  const to = fromLocalInput(toText);
  if (from === undefined) return 'Say from when.';
  if (to === undefined) return { type: 'between', from };
  return to < from ? 'The end is before the beginning.' : { type: 'between', from, to };
}
