import type { Clock } from '@whodid/core';
import { hashOf, newSecret, sameHash } from '../secret.ts';

/** How long somebody may take at the provider, in milliseconds. */
export const pendingLifeMs: number = 10 * 60_000;

/** Most that wait at once. Beyond it the oldest has to start again. */
const limit = 1000;

/** A sign-in that is under way at the provider. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636): proves to the provider that the same party asks for the tokens. */
  readonly verifier: string;
  /** Where to go afterwards, made by `placeIn`. */
  readonly place: string;
}

interface Kept extends Pending {
  /** Hash of the secret that is in the cookie of the browser that began it. */
  readonly browser: Buffer;
  readonly expiresAt: number;
}

/** The sign-ins that are under way, in memory. Each belongs to one browser and ends once. */
export class PendingSignIns {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins one. `browser` is for the cookie. */
  begin(place: string): { readonly pending: Pending; readonly browser: string } {
    const oldest = this.#kept.keys().next();
    if (this.#kept.size >= limit && !oldest.done) this.#kept.delete(oldest.value);
    const pending = { state: newSecret(), nonce: newSecret(), verifier: newSecret(), place };
    const browser = newSecret();
    const expiresAt = this.#clock.now() + pendingLifeMs;
    this.#kept.set(pending.state, { ...pending, browser: hashOf(browser), expiresAt });
    return { pending, browser };
  }

  /**
   * Ends one: whatever comes of it, the same answer of the provider is not taken again. `null` if it
   * is not under way, took too long, or was begun in another browser.
   */
  end(state: string, browser: string): Pending | null {
    const kept = this.#kept.get(state);
    this.#kept.delete(state);
    if (kept === undefined || kept.expiresAt <= this.#clock.now()) return null;
    return sameHash(kept.browser, hashOf(browser)) ? kept : null;
  }
}
