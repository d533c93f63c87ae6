import type { TableName } from './table-name.ts';

/** What a statement does, as far as we care. */
export type Verb =
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'MERGE'
  | 'TRUNCATE'
  | 'COPY'
  | 'CALL'
  | 'BEGIN'
  | 'COMMIT'
  | 'PREPARE TRANSACTION'
  | 'ROLLBACK'
  | 'ROLLBACK TO'
  | 'SAVEPOINT'
  | 'RELEASE'
  | 'SCHEMA'
  | 'SETTING'
  | 'OTHER';

/** One statement of a text. */
export interface Statement {
  readonly verb: Verb;
  /** Where it lies in the text, without the `;`. */
  readonly start: number;
  readonly end: number;
  /** What it writes to, if that can be read. */
  readonly table: TableName | null;
  /** What its rows are called in its RETURNING: its alias, or the name of its table, as it is written. */
  readonly rowName: string | null;
  /** Names in the SET of an UPDATE, those of the columns it sets among them. */
  readonly setNames: readonly string[];
  /** Behind the word RETURNING, if it has one. */
  readonly returningAt: number | null;
  /** The name of a savepoint. */
  readonly savepoint: string | null;
  /** Writes inside of its WITH. */
  readonly inner: readonly InnerWrite[];
}

export interface InnerWrite {
  readonly verb: Verb;
  readonly table: TableName | null;
}

/** Verbs that write rows. */
export function writesRows(verb: Verb): boolean {
  return rowVerbs.has(verb);
}
const rowVerbs: ReadonlySet<Verb> = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'TRUNCATE',
  'COPY',
  'CALL',
]);
