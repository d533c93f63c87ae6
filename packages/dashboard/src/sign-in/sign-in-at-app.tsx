import { type JSX, useEffect } from 'react';
import { Button } from '../controls/button.tsx';
import { Brand } from '../frame/brand.tsx';
import style from './sign-in.module.css';

/** What somebody sees whom the app around these pages does not know, or not any more. */
export function SignInAtApp(): JSX.Element {
  useEffect(() => {
    document.title = 'Not signed in · whodid';
  }, []);
  return (
    <main className={style.page} id="page">
      <Brand />
      <h1 className={style.title}>You are not signed in</h1>
      <p role="alert">
        Your session in the app is over, or you may not see this any more. Sign in to the app, then
        go on here.
      </p>
      <p>
        <Button look="primary" onClick={() => location.reload()}>
          Load this page again
        </Button>
      </p>
    </main>
  );
}
