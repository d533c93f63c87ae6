import type { ChangePolicy } from '../change/change-policy.ts';
import type { Moment } from '../change/moment.ts';
import { type Fate, recordWrites } from '../change/record-writes.ts';
import type { Write } from '../change/write.ts';
import { fingerprint } from '../sql/fingerprint.ts';
import { type Statement, type Verb, writesRows } from '../sql/statement.ts';
import { quoteTable, type TableName } from '../sql/table-name.ts';
import { PendingWrites } from '../transaction/pending-writes.ts';
import { askFirst } from './ask-first.ts';
import type { PgClient, PgQuery } from './pg-like.ts';
import { type KnownTable, readTables, tableQuery } from './table-query.ts';

/** A text that the server is working on. */
export interface Running {
  readonly sql: string;
  readonly statements: readonly Statement[];
  readonly moment: Moment;
}

/**
 * One connection: what its tables are, and what its transaction has written. Whether that was committed
 * is what the server says of the transaction, not what the app has sent.
 */
export class PgSession {
  readonly policy: ChangePolicy;
  readonly #client: PgClient;
  readonly #tables = new Map<string, KnownTable | null>();
  readonly #pending = new PendingWrites();
  #running: Running | null = null;
  #idle = true;
  #failed = false;
  #set = false;

  constructor(client: PgClient, policy: ChangePolicy) {
    this.policy = policy;
    this.#client = client;
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
    const sent = askFirst(this.#client, query, question, (error, result) => {
      const found = error ? new Map<string, KnownTable>() : readTables(result);
      for (const name of names) {
        // Refused in a transaction that had failed before: the next one asks again.
        if (error) this.#tables.delete(name);
        else this.#tables.set(name, found.get(name) ?? null);
      }
    });
    return sent !== undefined;
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
    this.#idle = status === 'I';
    if (!this.#idle) return;
    // No transaction is open any more: what was in none of its own is committed with its answer.
    this.#end(failed ? 'rolled_back' : 'committed');
    if (this.#set) this.#tables.clear();
    this.#set = false;
  }

  #lost(): void {
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
    this.#record(this.#pending.take(), fate);
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
