import { canonicalText, type Entry } from '@whodid/core';
import type { Store } from '@whodid/store';
import { Problem } from '../problem/problem.ts';
import { LiveClient, type LiveClientOptions } from './live-client.ts';

const clientLimit = 100;
const checkEveryMs = 5000;
/** Every third check, so every 15 s. */
const checksPerBeat = 3;

/** Everybody who watches, and the one subscription to the store that serves them all. */
export class LiveHub {
  readonly #clients = new Set<LiveClient>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #checks = 0;

  constructor(store: Store) {
    this.#unsubscribe = store.onStored((entries) => this.#spread(entries));
    this.#timer = setInterval(() => this.#check(), checkEveryMs).unref();
  }

  /** @throws Problem `BUSY` if too many watch already. */
  makeRoom(): void {
    if (this.#clients.size < clientLimit) return;
    throw new Problem('BUSY', `More than ${clientLimit} live streams are open.`);
  }

  /** Adds somebody who watches, until their connection closes. */
  add(options: LiveClientOptions): LiveClient {
    const client = new LiveClient(options);
    this.#clients.add(client);
    options.response.on('close', () => this.#clients.delete(client));
    return client;
  }

  /** Ends every stream. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    for (const client of this.#clients) client.end();
  }

  #spread(entries: readonly Entry[]): void {
    if (this.#clients.size === 0) return;
    for (const entry of entries) {
      let text: string | undefined;
      const lazily = () => {
        text ??= canonicalText(entry);
        return text;
      };
      for (const client of this.#clients) client.offer(entry, lazily);
    }
  }

  #check(): void {
    this.#checks += 1;
    const beat = this.#checks % checksPerBeat === 0;
    for (const client of this.#clients) client.tick(beat);
  }
}
