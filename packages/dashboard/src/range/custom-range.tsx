import { type FormEvent, type JSX, useId, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { fromWallClock, toWallClock } from '../time/wall-clock.ts';
import { useZone } from '../time/zone.tsx';
import style from './range.module.css';
import type { Range } from './range.ts';

/** From and to, in the zone in which times are shown. Without an end it reaches until now. */
export function CustomRange({
  range,
  onChange,
}: {
  range: Range;
  onChange: (range: Range) => void;
}): JSX.Element {
  const zone = useZone().name;
  const given = range.type === 'between' ? range : undefined;
  const [from, setFrom] = useState(given === undefined ? '' : toWallClock(given.from, zone));
  const [to, setTo] = useState(given?.to === undefined ? '' : toWallClock(given.to, zone));
  const [fault, setFault] = useState<string | null>(null);
  const faultId = useId();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = readFields(fromWallClock(from, zone), fromWallClock(to, zone));
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

function readFields(from: string | undefined, to: string | undefined): Range | string {
  if (from === undefined) return 'Say from when.';
  if (to === undefined) return { type: 'between', from };
  return to < from ? 'The end is before the beginning.' : { type: 'between', from, to };
}
