import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor, AmbientIds, Client } from '../entry/entry.ts';

/** What entries inherit when they do not say it themselves. */
export interface Ambient extends AmbientIds {
  /** Who acts; a function is asked each time an entry needs it, since sign-in may come later. */
  readonly actor?: Actor | (() => Actor | null | undefined);
  readonly onBehalfOf?: readonly Actor[];
  readonly tenant?: string;
  readonly client?: Client;
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
