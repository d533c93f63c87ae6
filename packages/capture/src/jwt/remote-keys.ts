import { createLocalJWKSet } from 'jose';
import { fetchKeySet } from './fetch-key-set.ts';
import type { JwtEdges } from './jwt-reader.ts';
import type { KeyFinding, KeyHint, KeySource } from './key-source.ts';

/** After this time the set is fetched again, so that a key that was withdrawn stops working. */
const freshMs = 600_000;
/** How long the last good set is used while the issuer cannot be reached. */
const lastGoodMs = 86_400_000;
/** Between fetches because of a key that is not in the set: anybody can make up a key id. */
const unknownKeyMs = 60_000;
/** Between fetches while the issuer cannot be reached. */
const retryMs = 10_000;

/**
 * The published keys of an issuer.
 *
 * `createRemoteJWKSet` of `jose` forgets its keys when they grow old in an outage, and during one
 * every token with an unknown key id asks again. So only its way of choosing a key is used.
 */
export class RemoteKeys implements KeySource {
  readonly algorithms: readonly string[];
  readonly #url: URL;
  readonly #clock: JwtEdges['clock'];
  readonly #waitMs: number;
  #choose: ReturnType<typeof createLocalJWKSet> | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #askedForUnknownAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(url: URL, algorithms: readonly string[], { clock, waitMs }: JwtEdges) {
    this.#url = url;
    this.algorithms = algorithms;
    this.#clock = clock;
    this.#waitMs = waitMs;
  }

  /** See {@link KeySource}. */
  async find(hint: KeyHint): Promise<KeyFinding> {
    const startedAt = this.#clock.monotonicMs();
    if (this.#isDue(startedAt)) await this.#fetch();
    const found = await this.#lookUp(hint);
    if (found !== undefined) return found;
    if (this.#choose !== undefined && this.#fetchedAt < startedAt) await this.#fetchForUnknown();
    return (await this.#lookUp(hint)) ?? { refused: this.#isOut() ? 'unavailable' : 'key' };
  }

  #isDue(now: number): boolean {
    if (now - this.#fetchedAt < freshMs) return false;
    return this.#fetching !== undefined || now - this.#failedAt >= retryMs;
  }

  /** Whether the last fetch failed: then a key that is not in the set may still exist. */
  #isOut(): boolean {
    return this.#choose === undefined || this.#failedAt > this.#fetchedAt;
  }

  async #fetchForUnknown(): Promise<void> {
    if (this.#fetching !== undefined) return this.#fetching;
    const now = this.#clock.monotonicMs();
    if (now - this.#askedForUnknownAt < unknownKeyMs) return;
    this.#askedForUnknownAt = now;
    await this.#fetch();
  }

  async #lookUp(hint: KeyHint): Promise<KeyFinding | undefined> {
    if (this.#clock.monotonicMs() - this.#fetchedAt >= lastGoodMs) this.#choose = undefined;
    if (this.#choose === undefined) return undefined;
    try {
      return { key: await this.#choose({ ...hint }) };
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      return code === 'ERR_JWKS_NO_MATCHING_KEY' ? undefined : { refused: 'key' };
    }
  }

  #fetch(): Promise<void> {
    this.#fetching ??= this.#load().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #load(): Promise<void> {
    try {
      this.#choose = createLocalJWKSet(await fetchKeySet(this.#url, this.#waitMs));
      this.#fetchedAt = this.#clock.monotonicMs();
    } catch {
      this.#failedAt = this.#clock.monotonicMs();
    }
  }
}
