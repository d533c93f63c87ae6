import { onlyKey, readJson } from '../change/read-row.ts';
import type { Row, RowChange, Write } from '../change/write.ts';
import { type Statement, writesRows } from '../sql/statement.ts';
import type { CommandComplete, PgQuery } from './pg-like.ts';
import type { PgSession, Running } from './pg-session.ts';
import type { KnownTable } from './table-query.ts';
import { addedColumns, canTellRows, withRows } from './with-rows.ts';

/** PostgreSQL's limit for names, in bytes. */
const longestName = 63;
const ownName = 'whodid/';

type Pair = readonly [old: string | null, now: string | null];

/** Of those that are watched twice, by a capture that ends with its transaction, only one is. */
const rewritten = new WeakSet<PgQuery>();

/** Watches one query on its way to the server and back. */
export class QueryWatch {
  readonly #query: PgQuery;
  readonly #session: PgSession;
  readonly #running: Running;
  readonly #telling = new Map<Statement, KnownTable>();
  #at = 0;
  #asked = false;
  #rows: Pair[] = [];

  constructor(query: PgQuery, session: PgSession, running: Running) {
    this.#query = query;
    this.#session = session;
    this.#running = running;
  }

  install(): void {
    const query = this.#query;
    const { submit, handleRowDescription, handleDataRow, handleCommandComplete } = query;
    query.submit = (connection) => {
      // `null` is what `submit` says if there is no error.
      if (this.#guarded(() => this.#learn() || this.#prepare()) === true) return null;
      this.#guarded(() => this.#begin());
      return Reflect.apply(submit, query, [connection]);
    };
    query.handleRowDescription = (message) => {
      const fields = this.#without(message.fields);
      if (fields !== null) Reflect.apply(handleRowDescription, query, [{ ...message, fields }]);
    };
    query.handleDataRow = (message) => {
      this.#keep(message.fields);
      const fields = this.#without(message.fields);
      if (fields !== null) Reflect.apply(handleDataRow, query, [{ ...message, fields }]);
    };
    query.handleCommandComplete = (message, connection) => {
      this.#guarded(() => this.#done(message));
      Reflect.apply(handleCommandComplete, query, [message, connection]);
    };
  }

  // Once: in a transaction that has failed there is no answer, and none is needed.
  #learn(): boolean {
    if (this.#asked) return false;
    this.#asked = true;
    return this.#session.learn(this.#query, this.#running.statements);
  }

  #prepare(): boolean {
    const query = this.#query;
    return this.#session.outbox?.before(query, this.#running, isPlain(query)) === true;
  }

  // Its turn has come, so that everything that was asked before is known.
  #begin(): void {
    const { sql, statements } = this.#running;
    this.#session.began(this.#running);
    if (!isPlain(this.#query) || rewritten.has(this.#query)) return;
    for (const statement of statements) {
      const table = this.#session.tableOf(statement.table);
      if (table !== null && canTellRows(sql, statement, table)) this.#telling.set(statement, table);
    }
    if (this.#telling.size === 0) return;
    const text = withRows(sql, this.#telling);
    const name = this.#query.name;
    if (name) {
      // A prepared statement of its own: that of the app's name may be there already, and stays.
      if (Buffer.byteLength(name) + ownName.length > longestName) {
        this.#telling.clear();
        return;
      }
      this.#query.name = ownName + name;
    }
    this.#query.text = text;
    rewritten.add(this.#query);
  }

  get #statement(): Statement | undefined {
    return this.#running.statements[this.#at];
  }

  /** @returns `null` if nothing is left: then the app's statement returns no rows. */
  #without<T>(fields: readonly T[]): readonly T[] | null {
    const statement = this.#statement;
    if (statement === undefined || !this.#telling.has(statement)) return fields;
    return statement.returningAt === null ? null : fields.slice(0, -addedColumns);
  }

  #keep(fields: readonly (string | Uint8Array | null)[]): void {
    const statement = this.#statement;
    if (statement === undefined || !this.#telling.has(statement)) return;
    const [old, now] = fields.slice(-addedColumns);
    this.#rows.push([textOf(old), textOf(now)]);
  }

  #done({ text = '' }: CommandComplete): void {
    const statement = this.#statement;
    const rows = this.#rows;
    this.#rows = [];
    this.#at += 1;
    if (statement === undefined) return;
    const tag = /^[A-Z ]*[A-Z]/.exec(text)?.[0] ?? '';
    this.#session.addInner(this.#running, statement);
    this.#session.done(statement, tag, this.#write(statement, rows, text));
  }

  #write(statement: Statement, rows: readonly Pair[], tag: string): Write | null {
    if (!writesRows(statement.verb)) return null;
    const { verb, table } = statement;
    const known = this.#telling.get(statement);
    if (known === undefined) {
      const digits = /\d+$/.exec(tag)?.[0];
      const count = digits === undefined ? null : Number(digits);
      if (count === 0) return null;
      return this.#session.rawWrite(this.#running, statement, { verb, table, count });
    }
    if (rows.length === 0) return null;
    const bulk = rows.length > this.#session.policy.options.mostRows;
    const changes = rows.map((pair) => (bulk ? onlyKey(readPair(pair), known) : readPair(pair)));
    return { moment: this.#running.moment, table: known, rows: changes };
  }

  #guarded<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#session.policy.recorder.fault('orm.pg', error);
      return undefined;
    }
  }
}

/** Whether it is a query of `pg` itself; cursors and streams read their rows in their own way. */
function isPlain(query: PgQuery): boolean {
  return '_result' in query && typeof query.text === 'string';
}

function textOf(value: string | Uint8Array | null | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'string') return value ?? null;
  return Buffer.from(value).toString();
}

function readPair([old, now]: Pair): RowChange {
  return { before: old === 'null' ? 'unknown' : readRow(old), after: readRow(now) };
}

function readRow(text: string | null): Row | null {
  return text === null ? null : (readJson(text) as Row);
}
