import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TokenSource } from './compile-query.ts';

// More alternatives than this are slower to look up one by one than to be left to the last check.
const maxNamed = 300;

/** The tokens that the index of a database has. */
export class TokenList implements TokenSource {
  readonly #listed: StatementSync;
  readonly #indexed: StatementSync;

  constructor(database: DatabaseSync) {
    this.#listed = database.prepare(
      'select token from token where token >= ? and token < ? limit ?',
    );
    this.#indexed = database.prepare(
      'select term as token from word_list where term >= ? and term < ? limit ?',
    );
  }

  listed(beginning: string): readonly string[] | null {
    return named(this.#listed, beginning);
  }

  indexed(beginning: string): readonly string[] | null {
    return named(this.#indexed, beginning);
  }
}

function named(statement: StatementSync, beginning: string): readonly string[] | null {
  // Tokens of fields are ASCII below 0x7f, so this is just after the last that begins so.
  const rows = statement.all(beginning, `${beginning}\x7f`, maxNamed + 1);
  return rows.length > maxNamed ? null : rows.map(({ token }) => String(token));
}
