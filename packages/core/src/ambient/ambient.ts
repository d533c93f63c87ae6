import { AsyncLocalStorage } from 'node:async_hooks';
import type { Draft } from '../entry/draft.ts';
import type { Actor, AmbientIds, Client } from '../entry/entry.ts';

/** What entries inherit when they do not say it themselves. */
export interface Ambient extends AmbientIds {
  /** Who acts; a function is asked each time an entry needs it, since sign-in may come later. */
  readonly actor?: Actor | (() => Actor | null | undefined);
  /** For whom; a function is asked like that of `actor`. */
  readonly onBehalfOf?: readonly Actor[] | (() => readonly Actor[] | undefined);
  readonly tenant?: string;
  readonly client?: Client;
  /** Told of each draft that is recorded here, before it is sealed. */
  readonly onDraft?: (draft: Draft) => void;
}

const storage = new AsyncLocalStorage<Ambient>();

/** What is ambient here and now; empty outside {@link within}. */
export function ambient(): Ambient {
  return storage.getStore() ?? nothing;
}

const nothing: Ambient = Object.freeze({});

/**
 * Runs `fn` with `more` added to what is ambient, for it and for everything it starts. Throws and
 * returns what `fn` does.
 */
export function within<T>(more: Ambient, fn: () => T): T {
  return storage.run({ ...storage.getStore(), ...more }, fn);
}
