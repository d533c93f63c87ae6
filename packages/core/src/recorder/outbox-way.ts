import { ambient } from '../ambient/ambient.ts';
import type { Clock } from '../clock.ts';
import { canonicalText } from '../entry/canonical.ts';
import type { Draft } from '../entry/draft.ts';
import type { Entry, EntryFields, Producer } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';
import { admit } from '../seal/admit.ts';
import type { EntryWriter } from './entry-writer.ts';
import type { Listeners } from './listeners.ts';
import type { Outbox } from './outbox.ts';
import type { SideWay } from './side-way.ts';

export interface OutboxWayParts {
  readonly way: SideWay;
  readonly writer: EntryWriter;
  readonly listeners: Listeners;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly redactor: Redactor;
  /** Told of each draft whose entry is shipped, as with one that is recorded. */
  onDraft(draft: Draft): void;
}

/** The {@link Outbox} of a recorder. */
export class OutboxWay implements Outbox {
  readonly way: SideWay;
  readonly #parts: OutboxWayParts;

  constructor(parts: OutboxWayParts) {
    this.way = parts.way;
    this.#parts = parts;
  }

  seal(draft: Draft, number: Pick<Producer, 'epoch' | 'seq'>): Entry {
    return this.#parts.writer.seal(draft, ambient(), number);
  }

  ship(draft: Draft, entry: Entry): number | null {
    this.#parts.onDraft(draft);
    const seq = this.way.add(entry.id, canonicalText(entry));
    if (seq !== null) this.#parts.listeners.offer(entry);
    return seq;
  }

  shipText(id: string, text: string): number | null {
    const seq = this.way.add(id, text);
    if (seq === null || this.#parts.listeners.isEmpty) return seq;
    const entry = this.#read(text);
    if (entry !== null) this.#parts.listeners.offer(entry);
    return seq;
  }

  isSafe(seq: number): boolean {
    return this.way.isSafe(seq);
  }

  // The bytes travel as they are, and what is none is for the collector to refuse. Those who listen
  // here get an entry like any other, or nothing.
  #read(text: string): Entry | null {
    const { clock, nextId, redactor } = this.#parts;
    try {
      const given = JSON.parse(text) as EntryFields;
      const { tenant, service, producer } = given;
      const tools = { clock, nextId, redactor, tenant, service, producer: () => producer };
      return admit(given, tools);
    } catch {
      return null;
    }
  }
}
