import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TokenSource } from './field-bounds.ts';

// More alternatives than this are slower to look up one by one than to be read through.
const maxNamed = 300;
// More tokens, or more entries that have them, are slower to read through than not to go by.
const maxTokens = 5000;
const maxEntries = 50_000;

/** The tokens that the index of a database has. */
export class TokenList implements TokenSource {
  readonly #listed: StatementSync;
  readonly #indexed: StatementSync;
  readonly #weigh: StatementSync;

  constructor(database: DatabaseSync) {
    this.#listed = database.prepare(
      'select token from token where token >= ? and token < ? limit ?',
    );
    this.#indexed = database.prepare(
      'select term as token from word_list where term >= ? and term < ? limit ?',
    );
    this.#weigh = database.prepare(`
      select count(*) as tokens, sum(doc) as entries
      from (select doc from word_list where term >= ? and term < ? limit ?)`);
  }

  listed(beginning: string): readonly string[] | null {
    return named(this.#listed, beginning);
  }

  indexed(beginning: string): readonly string[] | 'prefix' | null {
    return named(this.#indexed, beginning) ?? (this.#isLight(beginning) ? 'prefix' : null);
  }

  #isLight(beginning: string): boolean {
    const weight = this.#weigh.get(beginning, endOf(beginning), maxTokens + 1);
    return Number(weight?.tokens) <= maxTokens && Number(weight?.entries) <= maxEntries;
  }
}

function named(statement: StatementSync, beginning: string): readonly string[] | null {
  const rows = statement.all(beginning, endOf(beginning), maxNamed + 1);
  return rows.length > maxNamed ? null : rows.map(({ token }) => String(token));
}

// Tokens of fields are ASCII below 0x7f, so this is just after the last that begins so.
function endOf(beginning: string): string {
  return `${beginning}\x7f`;
}
