import { QueryClient, useQuery } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import { fetchSignInWays, type SignInWays } from '../api/collector.ts';
import { problemOf } from '../api/problem.ts';
import { Button, buttonClass } from '../controls/button.tsx';
import { Brand } from '../frame/brand.tsx';
import { visible } from '../text/visible.ts';
import { PasswordForm } from './password-form.tsx';
import { placeAfterSignIn } from './place.ts';
import style from './sign-in.module.css';

/** How the session before ended: they left, or its time was over. */
export type SessionEnd = 'left' | 'over';

const ends: Readonly<Record<SessionEnd, string>> = {
  left: 'You are signed out.',
  over: 'Your session is over. Sign in to go on where you were.',
};

export interface SignInPageProps {
  /** `null` if there was none. */
  readonly end: SessionEnd | null;
  /** Called with where to go on. */
  readonly onSignedIn: (place: string) => void;
}

/** What somebody without a session sees: every way in that there is. */
export function SignInPage({ end, onSignedIn }: SignInPageProps): JSX.Element {
  // Of its own: nothing that was loaded for somebody else is within reach of this page.
  const [client] = useState(() => new QueryClient());
  const ways = useQuery(
    {
      queryKey: ['ways'],
      queryFn: ({ signal }) => fetchSignInWays(signal),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
    },
    client,
  );
  useEffect(() => {
    document.title = 'Sign in · whodid';
  }, []);
  const place = placeAfterSignIn(location);
  return (
    <main className={style.page} id="entries" aria-busy={ways.isPending}>
      <Brand />
      <h1 className={style.title}>Sign in</h1>
      <p role="status">{end === null ? null : ends[end]}</p>
      {ways.isError ? (
        <Failed title={problemOf(ways.error).title} onRetry={() => void ways.refetch()} />
      ) : null}
      {ways.data === undefined ? null : (
        <Ways ways={ways.data} place={place} onSignedIn={() => onSignedIn(place)} />
      )}
    </main>
  );
}

function Failed({ title, onRetry }: { title: string; onRetry: () => void }): JSX.Element {
  return (
    <>
      <p className={style.fault} role="alert">
        {visible(title)}.
      </p>
      <p>
        <Button onClick={onRetry}>Try again</Button>
      </p>
    </>
  );
}

function Ways({
  ways: { password, oidc },
  place,
  onSignedIn,
}: {
  ways: SignInWays;
  place: string;
  onSignedIn: () => void;
}): JSX.Element {
  const look = password ? 'plain' : 'primary';
  return (
    <>
      {password ? <PasswordForm onSignedIn={onSignedIn} /> : null}
      {oidc === null ? null : (
        <a
          className={buttonClass({ look }, style.provider)}
          href={`/auth/oidc?${new URLSearchParams({ to: place })}`}
        >
          Sign in with {visible(oidc.name)}
        </a>
      )}
      <LinkHint isOnlyWay={!password && oidc === null} onSignedIn={onSignedIn} />
    </>
  );
}

function LinkHint({
  isOnlyWay,
  onSignedIn,
}: {
  isOnlyWay: boolean;
  onSignedIn: () => void;
}): JSX.Element {
  return (
    <details className={style.hint} open={isOnlyWay}>
      <summary>Do you run the machine that whodid is on?</summary>
      <p>Open the sign-in link that whodid printed in its terminal. It works once:</p>
      <pre className={style.link}>{`${location.origin}/?token=…`}</pre>
      <p>
        It is used up or lost? <code>whodid link</code> makes a new one
        {isOnlyWay ? (
          <>
            , and <code>whodid users create</code> a user with a password
          </>
        ) : null}
        .
      </p>
      <p>
        <Button onClick={onSignedIn}>I have signed in, try again</Button>
      </p>
    </details>
  );
}
