import type { Collector } from '@whodid/collector';
import type { EntryFields } from '@whodid/core';
import { entryLine, type LineStyle } from '../entries/entry-line.ts';
import type { Io } from '../io.ts';
import { createApiClient } from '../reach/api-client.ts';
import { type LiveMessage, openLive } from '../reach/live-entries.ts';
import { timesIn } from '../terminal/measures.ts';
import type { Paint } from '../terminal/paint.ts';

export interface AnnouncerOptions {
  readonly paint: Paint;
  /** How many to tell, and what to say after the last of them. All of them if absent. */
  readonly only?: { readonly count: number; readonly then: string };
}

/** Tells on stderr what a collector stores, a line each. */
export class Announcer {
  readonly #io: Io;
  readonly #options: AnnouncerOptions;
  readonly #style: LineStyle;
  readonly #end: AbortController;
  readonly #done: Promise<void>;
  #count = 0;

  private constructor(
    io: Io,
    options: AnnouncerOptions,
    stream: AsyncIterable<LiveMessage>,
    end: AbortController,
  ) {
    this.#io = io;
    this.#options = options;
    this.#style = {
      paint: options.paint,
      times: timesIn(undefined),
      withDate: false,
      withId: false,
      width: io.tty.stderr ? io.columns : undefined,
    };
    this.#end = end;
    this.#done = this.#follow(stream);
  }

  /** Begins. Nothing that is stored after this resolves is missed. */
  static async start(
    { url, localKey }: Collector,
    io: Io,
    options: AnnouncerOptions,
  ): Promise<Announcer> {
    // Not `io.stop`: what happens while everything stops is told as well.
    const end = new AbortController();
    const client = createApiClient({ url, key: localKey }, end.signal);
    return new Announcer(io, options, await openLive(client, ''), end);
  }

  /** Entries told so far. */
  get count(): number {
    return this.#count;
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #follow(stream: AsyncIterable<LiveMessage>): Promise<void> {
    const most = this.#options.only?.count ?? Number.POSITIVE_INFINITY;
    try {
      for await (const message of stream) {
        if (message.type === 'entry') this.#tell(JSON.parse(message.text) as EntryFields);
        if (this.#count >= most) break;
      }
    } catch {
      // Aborted by us, or ended by the collector as it closes.
    }
  }

  #tell(entry: EntryFields): void {
    this.#count += 1;
    const { paint, only } = this.#options;
    const first = this.#count === 1 ? paint('green', '  ● first entry captured') : '';
    this.#io.err(`  ${entryLine(entry, this.#style)}${first}\n`);
    if (this.#count === only?.count) this.#io.err(`${only.then}\n`);
  }
}
