import { createContext, type JSX, type ReactNode, use, useCallback, useState } from 'react';
import { Hidden } from './hidden.tsx';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Says something to screen readers, politely. Counts and results only, never captured text. */
export function useAnnounce(): (text: string) => void {
  return use(AnnounceContext);
}

/** Holds the one live region of the page. */
export function Announcer({ children }: { children: ReactNode }): JSX.Element {
  const [text, setText] = useState('');
  // The same words twice are news too: a trailing space makes them another text.
  const announce = useCallback(
    (next: string) => setText((last) => (last === next ? `${next}\u00a0` : next)),
    [],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <Hidden>
        <span role="status" aria-live="polite">
          {text}
        </span>
      </Hidden>
    </AnnounceContext>
  );
}
