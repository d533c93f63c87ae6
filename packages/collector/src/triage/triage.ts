import type { Redactor } from '@whodid/core';
import type { Store } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import type { Journal } from '../journal/journal.ts';
import { Problem } from '../problem/problem.ts';
import { type Move, movesOf, readMove } from './move.ts';
import { moveId } from './move-id.ts';
import { moveNote, refusedNote, type Triaged } from './move-note.ts';
import { type Change, refusalOf, type Standing, standingAfter, standingWith } from './standing.ts';

export interface TriageTools {
  readonly store: Store;
  readonly journal: Journal;
  /** The same for everybody who writes to this store: see `moveId`. */
  readonly secret: Uint8Array;
  /** Where the journal cuts texts. What would be cut is refused, for a note must not be lost. */
  readonly limits: Redactor['limits'];
}

/** Moves that an answer shows at most. */
const shownMoves = 500;
/** Enough to hold the last one, whatever the order of those that share a millisecond. */
const lastMoves = 20;

/**
 * Moves entries through the stages, assigns them and leaves notes.
 *
 * Nothing is kept but entries. A move is an entry under an id that only one move can have, so of two
 * at the same time exactly one is stored, whoever writes it and wherever.
 */
export class Triage {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #secret: Uint8Array;
  readonly #limitBytes: number;

  constructor({ store, journal, secret, limits }: TriageTools) {
    this.#store = store;
    this.#journal = journal;
    this.#secret = secret;
    this.#limitBytes = limits.stringBytes;
  }

  /** The newest 500 moves of an entry, oldest first. */
  moves(triaged: Triaged): Promise<readonly Move[]> {
    return this.#moves(triaged, shownMoves);
  }

  /**
   * Makes a move and tells where the entry stands then. A change that asks for no stage never loses
   * against another one: it comes behind it.
   *
   * @throws Problem `STAGE_CONFLICT`, `REVISION_CONFLICT`: an entry tells of it, with the note.
   * `BODY_INVALID` for a text that takes too many bytes. WhodidError `STORE_UNAVAILABLE`,
   * `STORE_CLOSED`.
   */
  async move(triaged: Triaged, change: Change, caller: Caller): Promise<Standing> {
    this.#checkSize('note', change.note);
    this.#checkSize('assignee', change.assignee);
    let standing = standingAfter((await this.#moves(triaged, lastMoves)).at(-1));
    for (;;) {
      const refusal = refusalOf(change, standing);
      if (refusal !== null) {
        const note = refusedNote(triaged, change, standing, refusal.message);
        await this.#journal.write(note, caller);
        throw refusal;
      }
      const next = standingWith(standing, change);
      const note = moveNote(triaged, change, standing);
      const id = this.#idOf(triaged, next.revision);
      const { fate } = await this.#journal.write({ ...note, id }, caller);
      // The collector numbers its entries, so whatever has the very bytes of this one is this one.
      if (fate === 'stored' || fate === 'duplicate') return next;
      standing = standingAfter(await this.#moveAt(triaged, next.revision));
      if (standing.revision !== next.revision) throw new Error(`A move was not stored: ${fate}`);
    }
  }

  async #moves(triaged: Triaged, limit: number): Promise<readonly Move[]> {
    const { tenant, id } = triaged;
    const { entries } = await this.#store.list({ tenant, query: movesOf(id), limit });
    const moves = entries
      .flatMap((stored) => readMove(stored) ?? [])
      .filter(({ entry }) => entry === id)
      .sort((a, b) => a.revision - b.revision);
    // The list goes by time. Where a clock was set back, the last moves may be further down in it.
    for (;;) {
      const next = await this.#moveAt(triaged, (moves.at(-1)?.revision ?? 0) + 1);
      if (next === null) return moves;
      moves.push(next);
    }
  }

  async #moveAt(triaged: Triaged, revision: number): Promise<Move | null> {
    const stored = await this.#store.get(triaged.tenant, this.#idOf(triaged, revision));
    return stored === null ? null : readMove(stored);
  }

  #checkSize(path: string, text: string | null | undefined): void {
    if (Buffer.byteLength(text ?? '') <= this.#limitBytes) return;
    const wanted = `text of at most ${this.#limitBytes} bytes of UTF-8`;
    throw new Problem('BODY_INVALID', `${path} must be ${wanted}`, { facts: { path, wanted } });
  }

  #idOf({ tenant, id }: Triaged, revision: number): string {
    return moveId(this.#secret, { tenant, entry: id }, revision);
  }
}
