import type { JSX } from 'react';
import { Button } from '../controls/button.tsx';
import { Brand } from './brand.tsx';
import style from './signed-out.module.css';

/** What somebody without a session sees. */
export function SignedOut({ onRetry }: { onRetry: () => void }): JSX.Element {
  return (
    <main className={style.page} id="entries">
      <Brand />
      <h1 className={style.title}>You are signed out</h1>
      <p>
        Open the sign-in link that whodid printed in the terminal where it runs. It looks like this,
        and works once:
      </p>
      <pre className={style.link}>{`${location.origin}/?token=…`}</pre>
      <p>
        It is used up or lost? <code>whodid link</code> makes a new one, on the machine where whodid
        runs.
      </p>
      <p>
        <Button onClick={onRetry}>I have signed in, try again</Button>
      </p>
    </main>
  );
}
