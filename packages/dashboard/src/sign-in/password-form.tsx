import { type FormEvent, type JSX, useId, useRef, useState } from 'react';
import { signIn } from '../api/collector.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { Button } from '../controls/button.tsx';
import style from './sign-in.module.css';

/** Signs in with name and password. */
export function PasswordForm({ onSignedIn }: { onSignedIn: () => void }): JSX.Element {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const faultId = useId();

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isBusy) return;
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setFault(null);
    signIn(String(fields.get('name')), String(fields.get('password'))).then(
      onSignedIn,
      (error: unknown) => {
        setBusy(false);
        setFault(sayFault(problemOf(error)));
        // The name is most often right, and the password is typed anew.
        password.current?.focus();
        password.current?.select();
      },
    );
  };
  const described = fault === null ? undefined : faultId;
  return (
    <form className={style.form} onSubmit={submit} noValidate>
      <label className={style.field}>
        <span>Name</span>
        <input
          name="name"
          type="text"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          // biome-ignore lint/a11y/noAutofocus: the page is there for nothing else
          autoFocus
          aria-describedby={described}
        />
      </label>
      <label className={style.field}>
        <span>Password</span>
        <input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          aria-describedby={described}
        />
      </label>
      {fault === null ? null : (
        <p className={style.fault} id={faultId} role="alert">
          {fault}
        </p>
      )}
      <Button type="submit" look="primary" aria-disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

function sayFault({ code, title, detail }: Problem): string {
  switch (code) {
    case 'SIGN_IN_FAILED':
    case 'RATE_LIMITED':
      return detail;
    case 'BODY_INVALID':
      return 'Fill in name and password.';
    default:
      return `${title}.`;
  }
}
