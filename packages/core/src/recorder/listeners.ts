import { AsyncResource } from 'node:async_hooks';
import { canonicalText } from '../entry/canonical.ts';
import type { Entry } from '../entry/entry.ts';
import { WhodidError } from '../errors.ts';
import { isFaultAt } from './internal-drafts.ts';
import type { EntryListener } from './recorder.ts';

/** An entry that is to be heard, by those who listened when it was written. */
interface Pending {
  readonly entry: Entry;
  readonly by: readonly EntryListener[];
}

// Most text of entries that wait to be heard, in characters.
const pendingLimit = 8_388_608;
// Longest that the app's thread is held at a time, in milliseconds; one listener may take longer.
const sliceMs = 5;
/** Where a fault of a listener happened. */
const place = 'listener';
const nobody: readonly EntryListener[] = Object.freeze([]);

/** Those who hear each entry: see `Recorder.on`. */
export class Listeners {
  readonly #onFault: (where: string, error: unknown) => void;
  readonly #hearSome: () => void;
  /** Has everything heard that waits for it, except what listeners record meanwhile. */
  readonly hearAll: () => void;
  #listeners = nobody;
  #pending: Pending[] = [];
  #pendingLength = 0;
  #unheard = 0;
  #unheardTold = 0;
  #scheduled = false;

  constructor(onFault: (where: string, error: unknown) => void) {
    this.#onFault = onFault;
    // In the surroundings of whoever made the recorder: what a listener records or starts must not
    // inherit the request that happened to be the first to write.
    this.#hearSome = AsyncResource.bind(() => this.#slice());
    this.hearAll = AsyncResource.bind(() => this.#all());
  }

  /** @throws WhodidError `CONFIG_INVALID`. */
  add(listener: EntryListener): void {
    const given: unknown = listener;
    if (typeof given !== 'function') {
      throw new WhodidError('CONFIG_INVALID', {
        option: 'recorder.on.listener',
        wanted: 'a function',
        got: typeof given,
      });
    }
    if (!this.#listeners.includes(listener)) this.#listeners = [...this.#listeners, listener];
  }

  remove(listener: EntryListener): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }

  /** Whether nobody listens. */
  get isEmpty(): boolean {
    return this.#listeners.length === 0;
  }

  /** Has an entry heard soon, not now. Never throws. */
  offer(entry: Entry): void {
    if (this.#listeners.length === 0) return;
    const { length } = canonicalText(entry);
    if (this.#pendingLength + length > pendingLimit && this.#pending.length > 0) {
      this.#unheard += 1;
      return;
    }
    this.#pendingLength += length;
    this.#pending.push({ entry, by: this.#listeners });
    this.#schedule();
  }

  #all(): void {
    for (let left = this.#pending.length; left > 0; left -= 1) this.#hearNext();
    this.#tellUnheard();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#hearSome);
  }

  #slice(): void {
    this.#scheduled = false;
    const until = performance.now() + sliceMs;
    do this.#hearNext();
    while (this.#pending.length > 0 && performance.now() < until);
    if (this.#pending.length > 0) this.#schedule();
    this.#tellUnheard();
  }

  #hearNext(): void {
    const next = this.#pending.shift();
    if (next === undefined) return;
    this.#pendingLength -= canonicalText(next.entry).length;
    for (const listener of next.by) {
      // Somebody who heard this entry before may have sent this one away.
      if (this.#listeners.includes(listener)) this.#hear(listener, next.entry);
    }
  }

  #hear(listener: EntryListener, entry: Entry): void {
    try {
      const result: unknown = listener(entry);
      if (isThenable(result)) {
        Promise.resolve(result).catch((error: unknown) => this.#fault(error, entry));
      }
    } catch (error) {
      this.#fault(error, entry);
    }
  }

  // One that fails on the entry of its own failure has been told of, and would fail for ever.
  #fault(error: unknown, entry: Entry): void {
    if (!isFaultAt(place, entry)) this.#onFault(place, error);
  }

  #tellUnheard(): void {
    if (this.#unheard === this.#unheardTold) return;
    this.#unheardTold = this.#unheard;
    this.#onFault(place, new WhodidError('LISTENER_BEHIND', { unheard: this.#unheard }));
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
