import type { Outbox, Recorder } from '@whodid/core';
import { Numbering } from './numbering.ts';
import { abandonedMs, mostRows, type OutboxRow } from './outbox-table.ts';
import type { SealedChange } from './seal-writes.ts';

/** A connection through which the table can be looked after. */
export interface Caretaker {
  /** Whether there is no such connection any more. */
  readonly gone: boolean;
  /** Deletes and looks for rows, if it can be done now. Never throws. */
  care(): void;
}

const careMs = 500;
const neglectedMs = 2000;
const mostDeleted = 2000;

/**
 * What the connections of one capture share in outbox mode: the numbers, what was shipped and may be
 * deleted, and when to look for what others have left.
 *
 * Nobody owns a row. Whoever ships one ships the same bytes under the same id, and twice is one entry;
 * so all that has to be right is that no row is deleted before the spool has its entry for certain.
 */
export class OutboxDesk {
  readonly #recorder: Recorder;
  readonly #outbox: Outbox;
  readonly #free: Numbering[] = [];
  /** The rows that were shipped and are still there, by id, with their number on the way. */
  readonly #shipped = new Map<string, number>();
  readonly #caretakers = new Set<Caretaker>();
  #caredAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #lookedAt: number | null = null;
  /** What is there when we begin is most likely of a process that is no more. */
  #fromMs = 0;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#outbox = recorder.outbox();
  }

  /** Numbers for one transaction. */
  takeNumbering(): Numbering {
    return this.#free.pop() ?? new Numbering();
  }

  /** Only if it is certain what became of the transaction: otherwise they are never used again. */
  giveBack(numbering: Numbering): void {
    this.#free.push(numbering);
  }

  /** Ships what was committed. */
  ship(changes: readonly SealedChange[]): void {
    for (const { moment, draft, entry } of changes) {
      moment.within(() => this.#note(entry.id, this.#outbox.ship(draft, entry)));
    }
  }

  /** Ships what was found: left by somebody, or not to be shipped before. */
  shipRows(rows: readonly OutboxRow[]): void {
    for (const { id, entry } of rows) {
      if (!this.#shipped.has(id)) this.#note(id, this.#outbox.shipText(id, entry));
    }
    // There may be more.
    if (rows.length === mostRows) this.#lookedAt = null;
    else this.#fromMs = abandonedMs;
  }

  /** Ids of rows to delete now: their entries are safe. */
  takeDeletable(): readonly string[] {
    const ids: string[] = [];
    for (const [id, seq] of this.#shipped) {
      if (ids.length === mostDeleted || !this.#outbox.isSafe(seq)) break;
      ids.push(id);
    }
    for (const id of ids) this.#shipped.delete(id);
    return ids;
  }

  /** They could not be deleted. */
  stillThere(ids: readonly string[]): void {
    for (const id of ids) this.#shipped.set(id, 0);
  }

  /**
   * Whether it is time to look for rows that nobody has shipped, and from which age on.
   *
   * @returns milliseconds; `null` if it is not time.
   */
  lookFrom(): number | null {
    const now = this.#recorder.now();
    const last = this.#lookedAt;
    if (last !== null && now >= last && now - last < abandonedMs) return null;
    this.#lookedAt = now;
    return this.#fromMs;
  }

  /** Nothing could be looked for now. */
  lookAgain(): void {
    this.#lookedAt = null;
  }

  /** Whether the table was not looked after for long, because no connection was ever free. */
  get neglected(): boolean {
    return performance.now() - this.#caredAt > neglectedMs;
  }

  /** Somebody looks after it. */
  cares(): void {
    this.#caredAt = performance.now();
  }

  employ(caretaker: Caretaker): void {
    this.#caretakers.add(caretaker);
    this.#timer ??= setInterval(() => this.#care(), careMs).unref();
  }

  #care(): void {
    for (const caretaker of this.#caretakers) {
      if (caretaker.gone) this.#caretakers.delete(caretaker);
      else caretaker.care();
    }
  }

  #note(id: string, seq: number | null): void {
    // What could not be taken is left where it is, and found again.
    if (seq !== null) this.#shipped.set(id, seq);
  }
}
