import type { Dialect, Token } from './tokenize.ts';

/** A table as a statement names it, without its quotes. */
export interface TableName {
  readonly schema: string | null;
  readonly name: string;
}

/** Reads `name`, `schema.name`, quoted or not. */
export function readTableName(
  sql: string,
  tokens: readonly Token[],
  at: number,
  dialect: Dialect,
): TableName | null {
  const first = readName(sql, tokens[at], dialect);
  if (first === null) return null;
  const dot = tokens[at + 1];
  if (dot === undefined || sql.slice(dot.start, dot.end) !== '.') {
    return { schema: null, name: first };
  }
  const second = readName(sql, tokens[at + 2], dialect);
  return second === null ? null : { schema: first, name: second };
}

/** Reads one name: PostgreSQL folds those without quotes. */
export function readName(sql: string, token: Token | undefined, dialect: Dialect): string | null {
  if (token === undefined) return null;
  const text = sql.slice(token.start, token.end);
  if (token.kind === 'word') return dialect === 'postgres' ? text.toLowerCase() : text;
  if (token.kind !== 'quoted') return null;
  const quote = text.charAt(text.length - 1);
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A name with its quotes, for a statement of our own. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

// Those of statements that are asked again and again are the same object.
const quoted = new WeakMap<TableName, string>();

/** A table with its quotes. */
export function quoteTable(table: TableName): string {
  const known = quoted.get(table);
  if (known !== undefined) return known;
  const { schema, name } = table;
  const text = schema === null ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
  quoted.set(table, text);
  return text;
}
