import type { ChangePolicy } from '../change/change-policy.ts';
import { type Moment, momentOf } from '../change/moment.ts';
import { recordWrites } from '../change/record-writes.ts';
import type { RawWrite } from '../change/write.ts';
import { Numbering } from '../outbox/numbering.ts';
import { type SealedChange, sealWrites } from '../outbox/seal-writes.ts';
import { fingerprint } from '../sql/fingerprint.ts';
import { type Statement, writesRows } from '../sql/statement.ts';
import type { TableName } from '../sql/table-name.ts';
import type { Ask } from './ask.ts';
import { ChangeLog } from './change-log.ts';
import { type Made, sortMade, toRaw, writesOf } from './made.ts';
import { inTransaction, isClosed, type SqliteDatabase } from './sqlite-like.ts';
import { SqliteOutbox } from './sqlite-outbox.ts';

/** A statement of ours. */
interface Prepared {
  all(...parameters: unknown[]): unknown;
  run(...parameters: unknown[]): unknown;
}

/** Whether a statement does all its work in one call, or goes on row by row. */
export type Step = 'whole' | 'row';

/** One connection to SQLite, and what its transaction has written. */
export class SqliteSession {
  readonly #database: SqliteDatabase;
  readonly #policy: ChangePolicy;
  readonly #log: ChangeLog;
  readonly #outbox: SqliteOutbox | null;
  readonly #numbering = new Numbering();
  readonly #stopped: () => boolean;
  #transactionId = '';
  #made: Made[] = [];
  #lost: Made[] = [];
  /** Whether triggers and outbox fitted when the open transaction began. */
  #fitted = false;
  #inside = false;
  #willSettle = false;

  constructor(
    database: SqliteDatabase,
    policy: ChangePolicy,
    prepare: (sql: string) => Prepared,
    stopped: () => boolean,
  ) {
    this.#stopped = stopped;
    this.#database = database;
    this.#policy = policy;
    const known = new Map<string, Prepared>();
    const once = (sql: string): Prepared => {
      const statement = known.get(sql) ?? prepare(sql);
      known.set(sql, statement);
      return statement;
    };
    const ask = (<T>(sql: string, ...parameters: unknown[]) =>
      once(sql).all(...parameters) as readonly T[]) satisfies Ask;
    const watches = (table: TableName): boolean => !policy.excludes(table);
    this.#log = new ChangeLog(ask, (sql) => void prepare(sql).run(), watches);
    const run = (sql: string, ...parameters: unknown[]): void => void once(sql).run(...parameters);
    const tools = { own: { ask, run }, isBusy: () => this.#inside };
    const { desk } = policy;
    this.#outbox = desk === null ? null : new SqliteOutbox(database, policy, { desk, ...tools });
  }

  /** Runs a statement of the app and sees what it does. Returns and throws what it does. */
  around<T>(sql: string, statement: Statement, run: () => T, step: Step = 'whole'): T {
    if (this.#inside || (this.#stopped() && this.#made.length === 0)) return run();
    this.#inside = true;
    const before = this.#guarded(() => this.#before(statement, step)) ?? 0;
    const outcome = attempt(run);
    const result = 'result' in outcome ? outcome.result : undefined;
    this.#guarded(() => this.#note(sql, statement, before, result));
    const undone = this.#outbox?.end() ?? null;
    this.#guarded(() => this.#after());
    this.#inside = false;
    if ('error' in outcome) throw outcome.error;
    if (undone !== null) throw undone.error;
    return outcome.result;
  }

  /** Whether a statement of the app is running. */
  get busy(): boolean {
    return this.#inside;
  }

  /** Whether a failure may come from triggers that no longer fit; they are removed then. */
  get mended(): boolean {
    const mended = this.#guarded(() => {
      if (!this.#log.stale) return false;
      this.#log.removeTriggers();
      return true;
    });
    return mended === true;
  }

  /** Records what the transaction has written, if it is over. */
  settle(): void {
    this.#guarded(() => {
      if (this.#made.length === 0) return;
      // Of a database that is closed nothing may be asked: libsql ends the process. What was open in
      // it is rolled back.
      const closed = isClosed(this.#database);
      if (!closed && inTransaction(this.#database)) return;
      const made = this.#made;
      this.#made = [];
      const { kept, lost } = sortMade(made, closed ? [] : this.#log.take());
      this.#ship(kept.flatMap(([{ sealed }]) => sealed ?? []));
      const { mostRows } = this.#policy.options;
      const others = kept.filter(([{ sealed }]) => sealed === null);
      const writes = others.flatMap(([one, log]) => writesOf(one, log, mostRows));
      recordWrites(writes, 'committed', this.#policy, this.#transactionId || undefined);
      const all = [...this.#lost, ...lost];
      this.#lost = [];
      recordWrites(all.map(toRaw), 'rolled_back', this.#policy);
    });
  }

  #ship(sealed: readonly SealedChange[]): void {
    this.#numbering.use(sealed.length);
    this.#policy.desk?.ship(sealed);
  }

  #before(statement: Statement, step: Step): number {
    const { verb } = statement;
    this.settle();
    const open = inTransaction(this.#database);
    if (verb === 'SCHEMA') this.#log.removeTriggers();
    if (verb === 'SCHEMA' || !open) this.#fitted = false;
    if (!open && (verb === 'BEGIN' || verb === 'SAVEPOINT')) {
      this.#fit();
      this.#fitted = true;
    }
    if (!writesRows(verb)) return 0;
    // To look at the database now would begin the transaction as one that reads, and that does not wait
    // for others who write: it fails at once.
    const first = this.#fitted && this.#made.length === 0;
    const last = first ? this.#log.lastOfOwn() : this.#fit();
    // What is gone since was rolled back to a savepoint, and its numbers are given again.
    this.#lost.push(...this.#made.filter(({ from }) => from > last));
    this.#made = this.#made.filter(({ from }) => from <= last);
    if (step === 'whole') this.#guarded(() => this.#outbox?.begin(statement));
    return last;
  }

  /** Makes triggers and outbox fit the schema. @returns the number of the last change. */
  #fit(): number {
    this.#guarded(() => this.#outbox?.prepare());
    return this.#log.ready();
  }

  #after(): void {
    this.settle();
    if (this.#made.length > 0) this.#settleSoon();
  }

  #note(sql: string, statement: Statement, before: number, result: unknown): void {
    if (!writesRows(statement.verb)) return;
    const moment = momentOf(this.#policy.recorder);
    const last = this.#log.last();
    if (last > before) {
      this.#keep({ from: before + 1, to: last, moment, raw: null });
      return;
    }
    const raw = this.#rawOf(sql, statement, moment, result);
    if (raw === null) return;
    this.#log.mark();
    this.#keep({ from: before + 1, to: before + 1, moment, raw });
  }

  #keep(made: Omit<Made, 'sealed'>): void {
    const sealed = this.#guarded(() => this.#put(made)) ?? null;
    this.#made.push({ ...made, sealed });
  }

  // Each write at once, since nobody tells of the commit of a driver's own transactions. What is rolled
  // back, also to a savepoint, takes its entries along, and the next ones have their numbers.
  #put(made: Omit<Made, 'sealed'>): readonly SealedChange[] | null {
    if (this.#outbox === null) return null;
    const { recorder, options } = this.#policy;
    if (this.#made.length === 0) this.#transactionId = recorder.newId();
    const writes = writesOf(made, this.#log.after(made.from - 1), options.mostRows);
    const waiting = this.#made.reduce((sum, { sealed }) => sum + (sealed?.length ?? 0), 0);
    const { epoch, next } = this.#numbering;
    const numbers = { epoch, first: next + waiting, transactionId: this.#transactionId };
    const sealed = sealWrites(writes, numbers, this.#policy);
    return this.#outbox.put(sealed) ? sealed : null;
  }

  // A write that no trigger has seen: to a virtual table, or to another database that is attached.
  #rawOf(sql: string, statement: Statement, moment: Moment, result: unknown): RawWrite | null {
    const { verb, table } = statement;
    const count = (result as { readonly changes?: unknown } | undefined)?.changes;
    if (result === undefined || count === 0 || table === null) return null;
    const main = table.schema === null || table.schema.toLowerCase() === 'main';
    if (this.#policy.excludes(table) || (main && this.#log.covers(table.name))) return null;
    return {
      moment,
      verb,
      table,
      count: typeof count === 'number' ? count : null,
      statement: fingerprint(sql, statement, 'sqlite'),
    };
  }

  // A commit that nobody told us of, as that of a driver's own transactions, is over by then.
  #settleSoon(): void {
    if (this.#willSettle) return;
    this.#willSettle = true;
    setImmediate(() => {
      this.#willSettle = false;
      this.settle();
    });
  }

  #guarded<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#policy.recorder.fault('orm.sqlite', error);
      return undefined;
    }
  }
}

type Outcome<T> = { readonly result: T } | { readonly error: unknown };

function attempt<T>(run: () => T): Outcome<T> {
  try {
    return { result: run() };
  } catch (error) {
    return { error };
  }
}
