import { type JSX, useId, useState } from 'react';
import type { Scope } from '../account/me.ts';
import { useSend } from '../api/use-send.ts';
import { Button } from '../controls/button.tsx';
import { useTyped } from '../typed/use-typed.ts';
import fields from './fields.module.css';
import { Choices, Fault, FieldForm, TextField } from './fields.tsx';
import style from './settings.module.css';
import { type Key, type KeyToMake, makeKey } from './settings.ts';

const scopes: readonly { readonly value: Scope; readonly label: string; readonly hint: string }[] =
  [
    {
      value: 'ingest',
      label: 'ingest',
      hint: 'sends entries and can read none: what an app needs',
    },
    { value: 'read', label: 'read', hint: 'sees all entries' },
    { value: 'triage', label: 'triage', hint: 'read, and moves entries through the stages' },
    { value: 'audit', label: 'audit', hint: 'read, and sees who looked' },
    { value: 'own', label: 'own', hint: 'sees and writes the history of one person' },
    { value: 'admin', label: 'admin', hint: 'everything but sending, also keys and users' },
  ];

const lives: readonly { readonly days: number; readonly label: string }[] = [
  { days: 0, label: 'Never' },
  { days: 30, label: 'In 30 days' },
  { days: 90, label: 'In 90 days' },
  { days: 365, label: 'In a year' },
];

const dayMs = 86_400_000;

/** Asks what a new key shall be. */
export function KeyForm({
  onMade,
}: {
  onMade: (made: Key & { readonly key: string }) => void;
}): JSX.Element {
  const name = useTyped('name of a new key');
  const [chosen, setChosen] = useState<readonly Scope[]>(['ingest']);
  const [userId, setUserId] = useState('');
  const [days, setDays] = useState(0);
  const { send, isBusy, problem } = useSend(makeKey, (made) => {
    name.clear();
    onMade(made);
  });
  const key: KeyToMake = {
    name: name.text,
    scopes: chosen,
    ...(chosen.includes('own') ? { userId } : {}),
    ...(days === 0 ? {} : { expiresAt: new Date(Date.now() + days * dayMs).toISOString() }),
  };
  return (
    <FieldForm label="Make a key" onSend={() => send(key)}>
      <TextField
        label="Name"
        hint="To tell it from others: the app that uses it"
        maxLength={100}
        value={name.text}
        onChange={({ target }) => name.set(target.value)}
      />
      <Choices
        legend="What it may"
        name="scopes"
        many
        choices={scopes}
        chosen={chosen}
        onChoose={setChosen}
      />
      {chosen.includes('own') ? (
        <TextField
          label="For whom"
          hint="The id of the person in entries: actor.id"
          maxLength={100}
          value={userId}
          onChange={({ target }) => setUserId(target.value)}
        />
      ) : null}
      <Life days={days} onChoose={setDays} />
      <Fault problem={problem} />
      <p className={style.actions}>
        <Button type="submit" look="primary" aria-disabled={isBusy}>
          Make key
        </Button>
      </p>
    </FieldForm>
  );
}

function Life({ days, onChoose }: { days: number; onChoose: (days: number) => void }): JSX.Element {
  const id = useId();
  return (
    <div className={fields.field}>
      <label htmlFor={id}>Stops working</label>
      <select id={id} value={days} onChange={({ target }) => onChoose(Number(target.value))}>
        {lives.map((life) => (
          <option key={life.days} value={life.days}>
            {life.label}
          </option>
        ))}
      </select>
    </div>
  );
}
