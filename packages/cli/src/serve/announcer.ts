import type { EntryFields } from '@whodid/core';
import { entryLine, type LineStyle } from '../entries/entry-line.ts';
import type { Io } from '../io.ts';
import { createApiClient } from '../reach/api-client.ts';
import type { Address } from '../reach/find-collector.ts';
import { openLive } from '../reach/live-entries.ts';

export interface AnnouncerOptions {
  readonly address: Address;
  readonly style: LineStyle;
  /** How many to tell. */
  readonly limit: number;
  /** What to say after the last of them. */
  readonly afterLimit: string;
}

/** Tells on stderr what a collector stores, a line each. */
export class Announcer {
  readonly #io: Io;
  readonly #options: AnnouncerOptions;
  readonly #end = new AbortController();
  #count = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(io: Io, options: AnnouncerOptions) {
    this.#io = io;
    this.#options = options;
  }

  /** Entries told so far. */
  get count(): number {
    return this.#count;
  }

  /** Resolves when nothing that is stored from now on will be missed. */
  async start(): Promise<void> {
    const client = createApiClient(this.#options.address, this.#end.signal);
    const stream = await openLive(client, '');
    this.#done = this.#follow(stream);
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #follow(stream: Awaited<ReturnType<typeof openLive>>): Promise<void> {
    try {
      for await (const message of stream) {
        if (message.type === 'entry') this.#tell(JSON.parse(message.text) as EntryFields);
        if (this.#count >= this.#options.limit) break;
      }
    } catch {
      // Aborted by us, or ended by the collector as it closes.
    }
  }

  #tell(entry: EntryFields): void {
    this.#count += 1;
    const { style, limit, afterLimit } = this.#options;
    const first = this.#count === 1 ? style.paint('green', '  ● first entry captured') : '';
    this.#io.err(`  ${entryLine(entry, style)}${first}\n`);
    if (this.#count === limit) this.#io.err(`${afterLimit}\n`);
  }
}
