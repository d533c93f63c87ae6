import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useLocation } from 'wouter';
import { meKey } from './account/me.ts';
import { endSession } from './api/collector.ts';
import { problemOf } from './api/problem.ts';
import { Announcer } from './controls/announce.tsx';
import { Frame } from './frame/frame.tsx';
import { isMounted } from './mount.ts';
import { Routes } from './routes.tsx';
import { signInPath } from './sign-in/place.ts';
import { SignInAtApp } from './sign-in/sign-in-at-app.tsx';
import { type SessionEnd, SignInPage } from './sign-in/sign-in-page.tsx';
import { ZoneProvider } from './time/zone.tsx';
import { forgetTyped } from './typed/use-typed.ts';

/** The whole application: the pages, and signing in for somebody without a session. */
export function App(): JSX.Element {
  const [session, setSession] = useState<'on' | 'missing' | SessionEnd>('on');
  const [signOutFault, setSignOutFault] = useState<string | null>(null);
  const [client] = useState(() => createClient((wasIn) => setSession(wasIn ? 'over' : 'missing')));
  const [path, navigate] = useLocation();

  if (isMounted() && session !== 'on') return <SignInAtApp />;
  const isAsked = path === signInPath && !isMounted();
  if (session !== 'on' || isAsked) {
    const onSignedIn = (place: string): void => {
      if (isAsked) navigate(place, { replace: true });
      setSignOutFault(null);
      // It may be somebody else who comes back.
      client.clear();
      setSession('on');
    };
    const end = session === 'over' || session === 'left' ? session : null;
    return <SignInPage end={end} onSignedIn={onSignedIn} />;
  }

  const signOut = (): void => {
    const leave = (): void => {
      // Nothing that was loaded or typed stays.
      client.clear();
      forgetTyped();
      setSession('left');
    };
    endSession().then(leave, (error: unknown) => {
      const { code, title } = problemOf(error);
      if (code === 'UNAUTHENTICATED') leave();
      else setSignOutFault(title);
    });
  };
  return (
    <QueryClientProvider client={client}>
      <ZoneProvider>
        <Announcer>
          <Frame onSignOut={signOut} signOutFault={signOutFault}>
            <Routes />
          </Frame>
        </Announcer>
      </ZoneProvider>
    </QueryClientProvider>
  );
}

/** @param onSignedOut - told whether there was a session before. */
function createClient(onSignedOut: (wasIn: boolean) => void): QueryClient {
  const onError = (error: unknown): void => {
    if (problemOf(error).code !== 'UNAUTHENTICATED') return;
    onSignedOut(client.getQueryData(meKey) !== undefined);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The list must not move under the reader: it is loaded when asked, or live.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
      },
    },
  });
  return client;
}
