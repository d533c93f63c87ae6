import { type JSX, useState } from 'react';
import { useSend } from '../api/use-send.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { Card } from '../page/card.tsx';
import { Fault, FieldForm, TextField } from './fields.tsx';
import style from './settings.module.css';
import { changePassword } from './settings.ts';

/** Changes the password of whoever is signed in. */
export function PasswordSection(): JSX.Element {
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const { send, isBusy, problem } = useSend(changePassword, () => {
    setPassword('');
    setNewPassword('');
    setDone(true);
  });
  const submit = (): void => {
    setDone(false);
    send({ password, newPassword });
  };
  return (
    <Card title="Change your password">
      <FieldForm label="Change your password" onSend={submit}>
        <TextField
          label="Old password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. A few words that do not belong together are easy to keep in mind."
          value={newPassword}
          onChange={({ target }) => setNewPassword(target.value)}
        />
        <Fault problem={problem} />
        <p role="status" className={style.done}>
          {isDone ? (
            <>
              <Icon name="check" /> Your password is changed. Your other browsers are signed out.
            </>
          ) : null}
        </p>
        <p className={style.actions}>
          <Button type="submit" look="primary" aria-disabled={isBusy}>
            Change password
          </Button>
        </p>
      </FieldForm>
    </Card>
  );
}
