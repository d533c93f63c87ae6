import type { Draft } from '../entry/draft.ts';

/** What can be said about a sign-in besides what it is. */
export type AuthDetails = Omit<Draft, 'action' | 'kind' | 'level' | 'stream'>;

/** Severity of sign-ins, as in `Entry.level`: LOGIN. */
const loginLevel = 23;

/** The draft of a sign-in or what belongs to it, as `login`, `logout`, `password.reset`. */
export function authDraft(event: string, details?: AuthDetails): Draft {
  return { ...details, kind: 'auth', action: `user.${event}`, level: loginLevel, stream: 'LOGIN' };
}
