import type { ChangePolicy } from '../change/change-policy.ts';
import { type Moment, momentOf } from '../change/moment.ts';
import { onlyKey } from '../change/read-row.ts';
import { recordWrites } from '../change/record-writes.ts';
import type { Table } from '../change/table.ts';
import type { RawWrite, RowChange, Write } from '../change/write.ts';
import { fingerprint } from '../sql/fingerprint.ts';
import { type Statement, writesRows } from '../sql/statement.ts';
import { ChangeLog, type Logged } from './change-log.ts';
import { inTransaction, isClosed, type SqliteDatabase } from './sqlite-like.ts';

/** One write of the open transaction: its changes are those from one number to another. */
interface Made {
  readonly from: number;
  readonly to: number;
  readonly moment: Moment;
  readonly raw: RawWrite | null;
}

/** A statement of ours. */
interface Prepared {
  all(...parameters: unknown[]): unknown;
  run(): unknown;
}

/** One connection to SQLite, and what its transaction has written. */
export class SqliteSession {
  readonly #database: SqliteDatabase;
  readonly #policy: ChangePolicy;
  readonly #log: ChangeLog;
  readonly #stopped: () => boolean;
  #made: Made[] = [];
  #lost: Made[] = [];
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
    this.#log = new ChangeLog(
      <T>(sql: string, ...parameters: unknown[]) => {
        const statement = known.get(sql) ?? prepare(sql);
        known.set(sql, statement);
        return statement.all(...parameters) as readonly T[];
      },
      (sql) => void prepare(sql).run(),
      (table) => !policy.excludes(table),
    );
  }

  /** Runs a statement of the app and sees what it does. Returns and throws what it does. */
  around<T>(sql: string, statement: Statement, run: () => T): T {
    if (this.#inside || (this.#stopped() && this.#made.length === 0)) return run();
    this.#inside = true;
    const before = this.#guarded(() => this.#before(statement)) ?? 0;
    let result: T | undefined;
    try {
      result = run();
      return result;
    } finally {
      this.#guarded(() => this.#after(sql, statement, before, result));
      this.#inside = false;
    }
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
      const log = closed ? [] : this.#log.take();
      const writes = writesOf(made, log, this.#policy.options.mostRows);
      const kept = new Set(writes.map(({ moment }) => moment));
      recordWrites(writes, 'committed', this.#policy);
      const lost = [...this.#lost, ...made.filter(({ moment }) => !kept.has(moment))];
      this.#lost = [];
      recordWrites(lost.map(toRaw), 'rolled_back', this.#policy);
    });
  }

  #before({ verb }: Statement): number {
    this.settle();
    if (verb === 'SCHEMA') this.#log.removeTriggers();
    if (!writesRows(verb)) return 0;
    const last = this.#log.ready();
    // What is gone since was rolled back to a savepoint, and its numbers are given again.
    this.#lost.push(...this.#made.filter(({ from }) => from > last));
    this.#made = this.#made.filter(({ from }) => from <= last);
    return last;
  }

  #after(sql: string, statement: Statement, before: number, result: unknown): void {
    if (writesRows(statement.verb)) this.#note(sql, statement, before, result);
    this.settle();
    if (this.#made.length > 0) this.#settleSoon();
  }

  #note(sql: string, statement: Statement, before: number, result: unknown): void {
    const moment = momentOf(this.#policy.recorder);
    const last = this.#log.last();
    if (last > before) {
      this.#made.push({ from: before + 1, to: last, moment, raw: null });
      return;
    }
    const raw = this.#rawOf(sql, statement, moment, result);
    if (raw === null) return;
    this.#log.mark();
    this.#made.push({ from: before + 1, to: before + 1, moment, raw });
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

function toRaw({ moment, raw }: Made): RawWrite {
  return raw ?? { moment, verb: 'OTHER', table: null, count: null, statement: '' };
}

/** What is in the log of each write that was made, by table. Both are in the order of the changes. */
function writesOf(
  made: readonly Made[],
  log: readonly Logged[],
  mostRows: number,
): readonly Write[] {
  let at = 0;
  return made.flatMap(({ to, moment, raw }) => {
    const start = at;
    while ((log[at]?.seq ?? Number.POSITIVE_INFINITY) <= to) at += 1;
    const own = log.slice(start, at);
    if (own.length === 0) return [];
    return raw === null ? rowWrites(own, moment, mostRows) : [raw];
  });
}

function rowWrites(log: readonly Logged[], moment: Moment, mostRows: number): readonly Write[] {
  const tables = new Map<Table, RowChange[]>();
  for (const { table, change } of log) {
    if (table === null || change === null) continue;
    const rows = tables.get(table) ?? [];
    tables.set(table, rows);
    rows.push(change);
  }
  return [...tables].map(([table, rows]) => {
    const kept = rows.length > mostRows ? rows.map((row) => onlyKey(row, table)) : rows;
    return { moment, table, rows: kept };
  });
}
