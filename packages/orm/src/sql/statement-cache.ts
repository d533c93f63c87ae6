import { readStatements } from './read-statements.ts';
import type { Statement } from './statement.ts';
import type { Dialect } from './tokenize.ts';

const mostTexts = 500;
const mostCharacters = 20_000;

// Reads what only reads: nearly all statements, and most that can be told by their first word.
const plainRead = /^\s*(?:select|show|explain|pragma|values)\b[^;]*;?\s*$/i;

/** Reads texts, those that come again only once. */
export class StatementCache {
  readonly #dialect: Dialect;
  readonly #read = new Map<string, readonly Statement[] | null>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** @returns `null` if there is nothing in it that we have to see. */
  read(sql: string): readonly Statement[] | null {
    const known = this.#read.get(sql);
    if (known !== undefined) return known;
    const statements = this.#fresh(sql);
    if (sql.length <= mostCharacters) {
      if (this.#read.size >= mostTexts) this.#read.clear();
      this.#read.set(sql, statements);
    }
    return statements;
  }

  #fresh(sql: string): readonly Statement[] | null {
    if (plainRead.test(sql)) return null;
    const statements = readStatements(sql, this.#dialect);
    return statements?.every(isQuiet) === true ? null : statements;
  }
}

function isQuiet({ verb, inner }: Statement): boolean {
  return verb === 'OTHER' && inner.length === 0;
}
