import type { Statement } from './statement.ts';
import { type Dialect, tokenize } from './tokenize.ts';

const mostCharacters = 500;

/**
 * A statement without its values, so that the same statement with others looks the same.
 *
 * SQLite takes a name in double quotes for a text if there is no such column, so there they are
 * values, too.
 */
export function fingerprint(sql: string, { start, end }: Statement, dialect: Dialect): string {
  const text = sql.slice(start, end);
  const tokens = tokenize(text, dialect) ?? [];
  const parts = tokens.map((token) => {
    const value = token.kind === 'literal' || token.kind === 'param';
    if (value || (dialect === 'sqlite' && token.kind === 'quoted')) return '?';
    return text.slice(token.start, token.end);
  });
  const line = parts
    .join(' ')
    .replaceAll(/ ?([,.()]) ?/g, '$1')
    .replaceAll(/\?(?:,\?)+/g, '?')
    .replaceAll(/\(\?\)(?:,\(\?\))+/g, '(?)');
  return line.slice(0, mostCharacters);
}
