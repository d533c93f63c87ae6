import type { ChangePolicy } from '../change/change-policy.ts';
import type { Moment } from '../change/moment.ts';
import { type Fate, recordWrites } from '../change/record-writes.ts';
import type { Write } from '../change/write.ts';
import type { Numbering } from '../outbox/numbering.ts';
import type { SealedChange } from '../outbox/seal-writes.ts';
import { fingerprint } from '../sql/fingerprint.ts';
import { type Statement, type Verb, writesRows } from '../sql/statement.ts';
import { quoteTable, type TableName } from '../sql/table-name.ts';
import { PendingWrites } from '../transaction/pending-writes.ts';
import type { PgClient, PgQuery } from './pg-like.ts';
import { PgOutbox } from './pg-outbox.ts';
import { type KnownTable, readTables, tableQuery } from './table-query.ts';
import { Turns } from './turns.ts';

/** A text that the server is working on. */
export interface Running {
  readonly sql: string;
  readonly statements: readonly Statement[];
  readonly moment: Moment;
}

/** The entries of a transaction, in the outbox. */
export interface SealedTransaction {
  readonly numbering: Numbering;
  readonly changes: readonly SealedChange[];
}

/**
 * One connection: what its tables are, and what its transaction has written. Whether that was committed
 * is what the server says of the transaction, not what the app has sent.
 */
export class PgSession {
  readonly policy: ChangePolicy;
  readonly turns: Turns;
  readonly outbox: PgOutbox | null;
  readonly #client: PgClient;
  readonly #tables = new Map<string, KnownTable | null>();
  readonly #pending = new PendingWrites();
  #running: Running | null = null;
  #sealed: SealedTransaction | null = null;
  #whenReady: ((status: string | undefined) => void) | null = null;
  #status: string | undefined;
  #idle = true;
  #failed = false;
  #set = false;

  constructor(client: PgClient, policy: ChangePolicy) {
    this.policy = policy;
    this.#client = client;
    this.turns = new Turns(client);
    this.outbox = policy.desk === null ? null : new PgOutbox(this, policy.desk);
    const onError = (): void => {
      this.#failed = true;
    };
    const onReady = ({ status }: { readonly status?: string }): void => this.#ready(status);
    client.connection.prependListener('errorMessage', onError);
    client.connection.prependListener('readyForQuery', onReady);
    client.once('end', () => this.#lost());
  }

  get inTransaction(): boolean {
    return this.#pending.size > 0;
  }

  /** What the server last said of the transaction: `I` for none, `T`, `E` if it has failed. */
  get status(): string | undefined {
    return (
      this.#status ??
      (this.#client as { readonly _txStatus?: string | null })._txStatus ??
      undefined
    );
  }

  /** What the open transaction has written. */
  get written(): readonly Write[] {
    return this.#pending.all;
  }

  /** The entries of what it has written are in the outbox, or are about to be. */
  sealed(sealed: SealedTransaction): void {
    this.#sealed = sealed;
  }

  get isSealed(): boolean {
    return this.#sealed !== null;
  }

  /** They are not after all. */
  unsealed(): void {
    if (this.#sealed !== null) this.policy.desk?.giveBack(this.#sealed.numbering);
    this.#sealed = null;
  }

  /** It is rolled back for certain. */
  rolledBack(): void {
    this.#end('rolled_back');
  }

  /** Calls once when the server is ready again, before it is anybody's turn. */
  whenReady(fn: (status: string | undefined) => void): void {
    this.#whenReady = fn;
  }

  /**
   * Asks for the tables of a query that are not known yet, before it is sent.
   *
   * @returns whether it has to wait: it is submitted again when the answer is there.
   */
  learn(query: PgQuery, statements: readonly Statement[]): boolean {
    const names = statements
      .flatMap(({ table }) =>
        table === null || this.policy.excludes(table) ? [] : [quoteTable(table)],
      )
      .filter((name) => !this.#tables.has(name));
    if (names.length === 0) return false;
    for (const name of names) this.#tables.set(name, null);
    const question = { text: tableQuery, values: [names] };
    return this.turns.before(query, question, (error, result) => {
      const found = error ? new Map<string, KnownTable>() : readTables(result);
      for (const name of names) {
        // Refused in a transaction that had failed before: the next one asks again.
        if (error) this.#tables.delete(name);
        else this.#tables.set(name, found.get(name) ?? null);
      }
      return null;
    });
  }

  tableOf(name: TableName | null): KnownTable | null {
    return name === null ? null : (this.#tables.get(quoteTable(name)) ?? null);
  }

  began(running: Running): void {
    this.#running = running;
  }

  /** A statement was carried out, for now. */
  done(statement: Statement, tag: string, write: Write | null): void {
    const { verb } = statement;
    if (verb === 'SCHEMA' || verb === 'SETTING') this.#forget();
    if (tag === 'COMMIT') this.#end('committed');
    else if (tag === 'ROLLBACK' && verb === 'ROLLBACK TO')
      this.#record(this.#pending.rollbackTo(statement.savepoint), 'rolled_back');
    // Also the answer to the COMMIT of a transaction that had failed.
    else if (tag === 'ROLLBACK') this.#end('rolled_back');
    else if (tag === 'PREPARE TRANSACTION') this.#end('prepared');
    else if (tag === 'SAVEPOINT') this.#pending.savepoint(statement.savepoint);
    else if (tag === 'RELEASE') this.#pending.release(statement.savepoint);
    else if (write !== null) this.#pending.add(write);
  }

  /** The write of a statement that did not tell its rows. */
  rawWrite(
    { sql, moment }: Running,
    whole: Statement,
    { verb, table, count }: { verb: Verb; table: TableName | null; count: number | null },
  ): Write | null {
    if (table !== null && this.policy.excludes(table)) return null;
    return { moment, verb, table, count, statement: fingerprint(sql, whole, 'postgres') };
  }

  addInner(running: Running, statement: Statement): void {
    for (const { verb, table } of statement.inner) {
      const write = this.rawWrite(running, statement, { verb, table, count: null });
      if (write !== null) this.#pending.add(write);
    }
  }

  #ready(status: string | undefined): void {
    const failed = this.#failed;
    this.#failed = false;
    this.#running = null;
    this.#status = status;
    this.#idle = status === 'I';
    if (this.#idle) this.#settle(failed);
    const whenReady = this.#whenReady;
    this.#whenReady = null;
    whenReady?.(status);
  }

  #settle(failed: boolean): void {
    // No transaction is open any more: what was in none of its own is committed with its answer.
    this.#end(failed ? 'rolled_back' : 'committed');
    if (this.#set) this.#tables.clear();
    this.#set = false;
  }

  #lost(): void {
    if (this.outbox !== null) this.outbox.gone = true;
    if (this.#sealed !== null) {
      // If it was committed, the table says so.
      this.#sealed = null;
      this.#pending.take();
      return;
    }
    const running = this.#running;
    this.#running = null;
    const committing = running?.statements.some(({ verb }) => verb === 'COMMIT') === true;
    if (running === null || (!committing && !this.#idle)) {
      this.#end('rolled_back');
      return;
    }
    for (const statement of running.statements) {
      if (!writesRows(statement.verb)) continue;
      const { verb, table } = statement;
      const write = this.rawWrite(running, statement, { verb, table, count: null });
      if (write !== null) this.#pending.add(write);
    }
    this.#end('connection_lost');
  }

  #end(fate: Fate): void {
    const writes = this.#pending.take();
    const sealed = this.#sealed;
    this.#sealed = null;
    if (sealed !== null && fate === 'prepared') return;
    if (sealed !== null && fate === 'committed') {
      sealed.numbering.use(sealed.changes.length);
      this.policy.desk?.ship(sealed.changes);
    } else this.#record(writes, fate);
    if (sealed !== null) this.policy.desk?.giveBack(sealed.numbering);
  }

  #record(writes: readonly Write[], fate: Fate): void {
    recordWrites(writes, fate, this.policy);
  }

  // What is set for one transaction, as a search path may be, ends with it.
  #forget(): void {
    this.#tables.clear();
    this.#set = true;
  }
}
