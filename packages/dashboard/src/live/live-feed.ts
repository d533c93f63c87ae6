import type { EntryFields } from '@whodid/core';

/** The part of `EventSource` that we use, so that tests need no browser. */
export interface LiveSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

/** How the connection stands. `refused` is final: the browser does not try again by itself. */
export type LiveConnection = 'connecting' | 'open' | 'reconnecting' | 'refused';

export interface LiveListener {
  onConnection(connection: LiveConnection): void;
  /** Newest first. Called at most every `batchMs`. */
  onEntries(entries: readonly EntryFields[]): void;
  /** The collector left out so many, because more came than it sends. */
  onSkipped(count: number): void;
}

/** How long entries are gathered before they are handed on together, in milliseconds. */
export const batchMs = 200;

const closedState = 2;

/** Follows one query until `close()`. The browser reconnects by itself. */
export class LiveFeed {
  readonly #source: LiveSource;
  readonly #listener: LiveListener;
  #batch: EntryFields[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: LiveSource, listener: LiveListener) {
    this.#source = source;
    this.#listener = listener;
    listener.onConnection('connecting');
    source.addEventListener('open', () => listener.onConnection('open'));
    source.addEventListener('error', () => this.#failed());
    source.addEventListener('entry', ({ data }) => this.#received(data));
    source.addEventListener('notice', ({ data }) => this.#noticed(data));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source.close();
  }

  #failed(): void {
    const refused = this.#source.readyState === closedState;
    this.#listener.onConnection(refused ? 'refused' : 'reconnecting');
  }

  #received(data: unknown): void {
    this.#batch.push(JSON.parse(String(data)) as EntryFields);
    this.#timer ??= setTimeout(() => this.#handOn(), batchMs);
  }

  #handOn(): void {
    this.#timer = undefined;
    const batch = this.#batch.reverse();
    this.#batch = [];
    this.#listener.onEntries(batch);
  }

  #noticed(data: unknown): void {
    const { skipped } = JSON.parse(String(data)) as { readonly skipped?: unknown };
    if (typeof skipped === 'number' && skipped > 0) this.#listener.onSkipped(skipped);
  }
}
