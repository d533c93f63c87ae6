import type { ServerResponse } from 'node:http';
import { type Entry, matches, type Query } from '@whodid/core';

export interface LiveClientOptions {
  readonly response: ServerResponse;
  readonly tenant: string;
  readonly query: Query;
  /** Whether the credential that opened this is still good. */
  readonly stillValid: () => boolean | Promise<boolean>;
  /** Most bytes that wait for a slow reader. */
  readonly limitBytes: number;
}

/**
 * One open stream of server-sent events. Whoever reads too slowly misses entries and is told how
 * many: nothing waits for them, and what waits for them is bounded.
 */
export class LiveClient {
  readonly #options: LiveClientOptions;
  #skipped = 0;
  #shown = 0;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    options.response.on('drain', () => this.#tellSkipped());
    // So that the page knows that it is connected before anything happens.
    options.response.write(': live\n\n');
  }

  /** How many entries were sent. */
  get shown(): number {
    return this.#shown;
  }

  /** Sends an entry if it is for this client. `text` is asked for its canonical JSON. */
  offer(entry: Entry, text: () => string): void {
    const { response, tenant, query, limitBytes } = this.#options;
    if (entry.tenant !== tenant || !matches(query, entry)) return;
    if (response.writableLength > limitBytes) {
      this.#skipped += 1;
      return;
    }
    // Before the entry, so that the gap is told where it is.
    this.#tellSkipped();
    this.#shown += 1;
    response.write(`event: entry\nid: ${entry.id}\ndata: ${text()}\n\n`);
  }

  /**
   * Ends the stream if the credential is no longer good. Otherwise, with `beat`, writes something, so
   * that proxies keep the connection open.
   */
  tick(beat: boolean): void {
    const goOn = (isValid: boolean): void => {
      const { response } = this.#options;
      if (!isValid) this.end();
      else if (beat && !response.writableNeedDrain) response.write(': beat\n\n');
    };
    const valid = this.#options.stillValid();
    if (typeof valid === 'boolean') goOn(valid);
    else void valid.then(goOn);
  }

  end(): void {
    this.#options.response.end();
  }

  #tellSkipped(): void {
    if (this.#skipped === 0) return;
    const data = JSON.stringify({ skipped: this.#skipped });
    this.#skipped = 0;
    this.#options.response.write(`event: notice\ndata: ${data}\n\n`);
  }
}
