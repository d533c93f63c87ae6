import { type JSX, useEffect, useRef, useState } from 'react';
import { useSend } from '../api/use-send.ts';
import { Button } from '../controls/button.tsx';
import { useTyped } from '../typed/use-typed.ts';
import { Choices, Fault, FieldForm, TextField } from './fields.tsx';
import { roleChoices } from './roles.ts';
import style from './settings.module.css';
import { changeUser, makeUser, type Role, type User, type UserChange } from './settings.ts';

const passwordHint =
  'At least 12 characters. Tell it to them in a safe way; they can change it here.';

/** Asks for a new user. */
export function UserForm({ onMade }: { onMade: (user: User) => void }): JSX.Element {
  const name = useTyped('name of a new user');
  const [role, setRole] = useState<Role>('viewer');
  const [password, setPassword] = useState('');
  const { send, isBusy, problem } = useSend(makeUser, (user) => {
    name.clear();
    setPassword('');
    onMade(user);
  });
  return (
    <FieldForm label="Make a user" onSend={() => send({ name: name.text, role, password })}>
      <TextField
        label="Name"
        hint="They sign in with it, and it is their id in entries"
        maxLength={100}
        value={name.text}
        onChange={({ target }) => name.set(target.value)}
      />
      <Choices
        legend="Role"
        name="role"
        choices={roleChoices}
        chosen={[role]}
        onChoose={([chosen = role]) => setRole(chosen)}
      />
      <TextField
        label="Password"
        hint={passwordHint}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Fault problem={problem} />
      <p className={style.actions}>
        <Button type="submit" look="primary" aria-disabled={isBusy}>
          Make user
        </Button>
      </p>
    </FieldForm>
  );
}

/** Gives a user another role or password. */
export function ChangeForm({
  user,
  onDone,
}: {
  user: User;
  /** With the user as it is now, or `null` if nothing was changed. */
  onDone: (user: User | null) => void;
}): JSX.Element {
  const [role, setRole] = useState(user.role);
  const [password, setPassword] = useState('');
  const { send, isBusy, problem } = useSend(
    (change: UserChange) => changeUser(user.id, change),
    onDone,
  );
  const change: UserChange = {
    ...(role === user.role ? {} : { role }),
    ...(password === '' ? {} : { password }),
  };
  const form = useRef<HTMLDivElement>(null);
  // It is at the top of the page, away from the button that was pressed.
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), []);
  return (
    <div ref={form}>
      <FieldForm label="Change the user" onSend={() => send(change)}>
        <Choices
          legend="Role"
          name="new-role"
          choices={roleChoices}
          chosen={[role]}
          onChoose={([chosen = role]) => setRole(chosen)}
        />
        <TextField
          label="New password"
          hint="Empty keeps the old one"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <p className={style.soft}>Their sessions end at once.</p>
        <Fault problem={problem} />
        <p className={style.actions}>
          <Button type="submit" look="primary" aria-disabled={isBusy}>
            Save
          </Button>
          <Button onClick={() => onDone(null)}>Leave as it is</Button>
        </p>
      </FieldForm>
    </div>
  );
}
