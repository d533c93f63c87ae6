import type { Json } from '@whodid/core';
import { readJson } from '../change/read-row.ts';
import type { Table } from '../change/table.ts';
import type { Row, RowChange } from '../change/write.ts';
import type { Ask } from './ask.ts';
import { tablesOf } from './tables-of.ts';
import { ownPrefix, ownTables, triggersOf } from './watching-triggers.ts';

/** One row that was changed, or a write of which no row can be told. */
export interface Logged {
  readonly seq: number;
  readonly table: Table | null;
  readonly change: RowChange | null;
}

interface LogRow {
  readonly seq: number | bigint;
  readonly of: number | bigint | null;
  readonly old: string | null;
  readonly new: string | null;
}

interface StateRow {
  readonly last: number | bigint | null;
  readonly known: number | bigint | null;
  readonly version: number | bigint;
}

const readState = `
  select (select max(seq) from temp.whodid_changes) as last,
    (select version from temp.whodid_state) as known, schema_version as version
  from pragma_schema_version`;

const readLast = 'select max(seq) as last from temp.whodid_changes';
const readLog = 'select seq, of, old, new from temp.whodid_changes where seq > ? order by seq';

const mostTaken = 1000;

/** The temporary table of one connection in which its triggers write what becomes of rows. */
export class ChangeLog {
  readonly #ask: Ask;
  readonly #run: (sql: string) => void;
  readonly #watches: (table: Table) => boolean;
  /** By the number in the triggers. Those of a former schema stay: rows may still speak of them. */
  readonly #tables: Table[] = [];
  #current: ReadonlySet<string> = new Set();
  /** Up to here everything is recorded. */
  #floor = 0;

  constructor(ask: Ask, run: (sql: string) => void, watches: (table: Table) => boolean) {
    this.#ask = ask;
    this.#run = run;
    this.#watches = watches;
  }

  /** Makes the triggers fit the schema. @returns the number of the last change. */
  ready(): number {
    const state = this.#state();
    if (state !== null && state.known !== null && state.known === state.version) {
      return Number(state.last ?? 0);
    }
    if (state === null) this.#floor = 0;
    this.#install();
    return this.last();
  }

  /** The number of the last change; 0 if there is none, or no log. */
  last(): number {
    return Number(this.#state()?.last ?? 0);
  }

  /** The same without a look at the database itself, once {@link ready} was called. */
  lastOfOwn(): number {
    return Number(this.#ask<Pick<StateRow, 'last'>>(readLast)[0]?.last ?? 0);
  }

  /** Whether the triggers are those of another schema than the present one. */
  get stale(): boolean {
    const state = this.#state();
    return state !== null && state.known !== null && state.known !== state.version;
  }

  covers(name: string): boolean {
    return this.#current.has(name.toLowerCase());
  }

  /** Leaves a mark in the order of changes: it stays if the write stays. */
  mark(): void {
    this.#run("insert into temp.whodid_changes(kind) values ('raw')");
  }

  /** Removes the triggers: a change of the schema must not stumble over them. */
  removeTriggers(): void {
    if (this.#state() === null) return;
    this.#run('delete from temp.whodid_state');
    const own = `select name from temp.sqlite_schema
      where type = 'trigger' and substr(name, 1, ${ownPrefix.length}) = '${ownPrefix}'`;
    for (const { name } of this.#ask<{ readonly name: string }>(own)) {
      this.#run(`drop trigger temp.${name}`);
    }
  }

  /** What came after a number; it stays to be taken. */
  after(seq: number): readonly Logged[] {
    return this.#ask<LogRow>(readLog, seq).map((row) => this.#read(row));
  }

  /** Everything in the log that was not taken before; to be called when no transaction is open. */
  take(): readonly Logged[] {
    const rows = this.#new();
    this.#floor = Number(rows.at(-1)?.seq ?? this.#floor);
    // Seldom, since it is a write, too.
    if (this.#floor > mostTaken) {
      this.#run('delete from temp.whodid_changes');
      this.#floor = 0;
    }
    return rows.map((row) => this.#read(row));
  }

  #new(): readonly LogRow[] {
    try {
      return this.#ask<LogRow>(readLog, this.#floor);
    } catch {
      // There is no log any more: it was made in a transaction that was rolled back.
      this.#floor = 0;
      return [];
    }
  }

  #install(): void {
    for (const table of ownTables) this.#run(table);
    this.removeTriggers();
    const tables = tablesOf(this.#ask).filter(this.#watches);
    for (const table of tables) {
      const number = this.#tables.push(table) - 1;
      for (const trigger of triggersOf(table, number)) this.#run(trigger);
    }
    this.#current = new Set(tables.map(({ name }) => name.toLowerCase()));
    this.#run('insert into temp.whodid_state select schema_version from pragma_schema_version');
  }

  #state(): StateRow | null {
    try {
      return this.#ask<StateRow>(readState)[0] ?? null;
    } catch {
      // There is none yet, or a rollback has taken it back.
      return null;
    }
  }

  #read({ seq, of, old, new: now }: LogRow): Logged {
    const table = of === null ? undefined : this.#tables[Number(of)];
    if (table === undefined) return { seq: Number(seq), table: null, change: null };
    const change = { before: readRow(old, table), after: readRow(now, table) };
    return { seq: Number(seq), table, change };
  }
}

function readRow(text: string | null, { columns }: Table): Row | null {
  if (text === null) return null;
  const values = (readJson(text) as readonly (readonly Json[])[]).flat();
  return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? null]));
}
