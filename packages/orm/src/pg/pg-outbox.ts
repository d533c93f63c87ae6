import type { Caretaker, OutboxDesk } from '../outbox/outbox-desk.ts';
import type { OutboxRow } from '../outbox/outbox-table.ts';
import { type SealedChange, sealWrites } from '../outbox/seal-writes.ts';
import {
  claimRows,
  deleteRows,
  findTable,
  forgetSavepoint,
  makeTable,
  putEntries,
  withoutEntries,
} from './outbox-sql.ts';
import { OwnTransaction } from './own-transaction.ts';
import type { PgQuery } from './pg-like.ts';
import type { PgSession, Running } from './pg-session.ts';
import type { OnAnswer, Question } from './turns.ts';
import { canBeWrapped, isCommit } from './wraps.ts';

const retryMs = 30_000;

/** The outbox as one connection to PostgreSQL sees it. */
export class PgOutbox implements Caretaker {
  readonly #session: PgSession;
  readonly #desk: OutboxDesk;
  /** With its schema; `null` until it is known to be there. */
  #table: string | null = null;
  #retryAt = 0;
  readonly #begun = new WeakSet<PgQuery>();
  gone = false;

  constructor(session: PgSession, desk: OutboxDesk) {
    this.#session = session;
    this.#desk = desk;
    desk.employ(this);
  }

  /**
   * Asks what has to be asked before a query of the app is sent.
   *
   * @param plain - whether it is a query of `pg` itself.
   * @returns whether it has to wait: it is submitted again with the answer.
   */
  before(query: PgQuery, { sql, statements }: Running, plain: boolean): boolean {
    const { status, turns } = this.#session;
    if (status === 'T') return isCommit(statements) && this.#putBefore(query);
    if (status !== 'I') return false;
    if (this.#table === null) return this.#findBefore(query);
    const care = this.#desk.neglected ? this.#care() : null;
    this.#desk.cares();
    if (care !== null) return turns.before(query, care.question, care.onAnswer);
    if (!plain || this.#begun.has(query) || !canBeWrapped(sql, statements)) return false;
    this.#begun.add(query);
    const onAnswer = (error: unknown): null => {
      if (!error) new OwnTransaction(query, this.#session).install();
      return null;
    };
    return turns.before(query, { text: 'begin' }, onAnswer);
  }

  /** What commits the open transaction with its entries; `null` if there is nothing to put. */
  putAndCommit(): string | null {
    const changes = this.#seal();
    return changes === null ? null : putEntries(this.#table ?? '', changes, 'commit');
  }

  /** The entries could not be put. @returns what makes the transaction usable again. */
  notPut(error: unknown): string {
    this.#session.unsealed();
    this.#fault(error);
    // The next one finds out what is the matter with the table.
    this.#table = null;
    return withoutEntries;
  }

  care(): void {
    if (this.#session.status !== 'I' || this.#table === null) return;
    const care = this.#care();
    if (care === null || this.#session.turns.idle(care.question, care.onAnswer)) this.#desk.cares();
    else care.onAnswer(new Error('Somebody else asks'), null);
  }

  #seal(): readonly SealedChange[] | null {
    const { policy, written } = this.#session;
    if (written.length === 0 || this.#table === null) return null;
    const numbering = this.#desk.takeNumbering();
    const { epoch, next } = numbering;
    try {
      const numbers = { epoch, first: next, transactionId: policy.recorder.newId() };
      const changes = sealWrites(written, numbers, policy);
      this.#session.sealed({ numbering, changes });
      return changes.length === 0 ? null : changes;
    } catch (error) {
      this.#desk.giveBack(numbering);
      this.#fault(error);
      return null;
    }
  }

  #putBefore(query: PgQuery): boolean {
    if (this.#session.isSealed) return false;
    const changes = this.#seal();
    if (changes === null) return false;
    const text = putEntries(this.#table ?? '', changes, forgetSavepoint);
    let failed = false;
    const onAnswer: OnAnswer = (error) => {
      if (!error || failed) return null;
      failed = true;
      return { text: `${this.notPut(error)}; ${forgetSavepoint}` };
    };
    return this.#session.turns.before(query, { text }, onAnswer);
  }

  #findBefore(query: PgQuery): boolean {
    if (performance.now() < this.#retryAt) return false;
    this.#retryAt = performance.now() + retryMs;
    const find: Question = { text: findTable };
    const make: Question = { text: makeTable };
    const left = [make, find];
    let last: unknown = null;
    const onAnswer: OnAnswer = (error, result) => {
      last = error || last;
      this.#table = error ? null : nameIn(result);
      const following = this.#table === null ? left.shift() : undefined;
      if (this.#table === null && following === undefined) this.#fault(last);
      if (this.#table !== null) this.#retryAt = 0;
      return following ?? null;
    };
    return this.#session.turns.before(query, find, onAnswer);
  }

  /** What is to be done about the table now, if anything. */
  #care(): { readonly question: Question; readonly onAnswer: OnAnswer } | null {
    const table = this.#table ?? '';
    const ids = this.#desk.takeDeletable();
    if (ids.length > 0) {
      const onAnswer = (error: unknown): null => {
        if (error) this.#desk.stillThere(ids);
        return null;
      };
      return { question: { text: deleteRows(table), values: [ids] }, onAnswer };
    }
    const fromMs = this.#desk.lookFrom();
    if (fromMs === null) return null;
    const onAnswer: OnAnswer = (error, result) => {
      if (error) this.#desk.lookAgain();
      else this.#desk.shipRows((result as { readonly rows: readonly OutboxRow[] }).rows);
      return null;
    };
    return { question: { text: claimRows(table), values: [fromMs] }, onAnswer };
  }

  #fault(error: unknown): void {
    this.#session.policy.recorder.fault('orm.outbox', error);
  }
}

function nameIn(result: unknown): string | null {
  const { rows } = result as { readonly rows?: readonly { readonly name?: string }[] };
  return rows?.[0]?.name ?? null;
}
