import { useState } from 'react';
import { useMe } from '../account/me.ts';

export interface Typed {
  readonly text: string;
  readonly set: (text: string) => void;
  /** Once it was sent and accepted. */
  readonly clear: () => void;
}

/**
 * A text that somebody is typing, kept in this tab until it is sent: it survives a request that
 * failed, a session that ended and a page that was loaded again. Nobody else who signs in sees it.
 *
 * @param name - what it is about, the same each time: `note on 0193c1f2-…`.
 */
export function useTyped(name: string): Typed {
  const me = useMe();
  const key = `${prefix}${me?.id ?? ''} ${name}`;
  const [typed, setTyped] = useState<{ readonly key: string; readonly text: string } | null>(null);
  const text = typed?.key === key ? typed.text : kept(key);
  const set = (next: string): void => {
    keep(key, next);
    setTyped({ key, text: next });
  };
  return { text, set, clear: () => set('') };
}

const prefix = 'whodid.typed ';

/** Forgets all of it, for somebody who leaves. */
export function forgetTyped(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    }
  } catch {
    // Storage that is switched off has none.
  }
}

function kept(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function keep(key: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // It then lives as long as the page.
  }
}
