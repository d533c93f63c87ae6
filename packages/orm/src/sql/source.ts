import type { Dialect, Token } from './tokenize.ts';

/** The tokens of one statement with the text they lie in. */
export interface Source {
  readonly sql: string;
  readonly dialect: Dialect;
  readonly tokens: readonly Token[];
}

/** The place of the first of some words that stands in no brackets. */
export function outerWord(source: Source, words: ReadonlySet<string>, from: number): number | null {
  let depth = 0;
  for (let at = from; at < source.tokens.length; at += 1) {
    const mark = markAt(source, at);
    if (mark === '(') depth += 1;
    else if (mark === ')') depth -= 1;
    else if (depth === 0 && words.has(wordAt(source, at))) return at;
  }
  return null;
}

export function has(source: Source, word: string): boolean {
  return source.tokens.some((token) => wordOf(source.sql, token) === word);
}

export function wordAt({ sql, tokens }: Source, at: number): string {
  return wordOf(sql, tokens[at]);
}

export function markAt({ sql, tokens }: Source, at: number): string {
  const token = tokens[at];
  return token?.kind === 'mark' ? sql.charAt(token.start) : '';
}

export function wordOf(sql: string, token: Token | undefined): string {
  return token?.kind === 'word' ? sql.slice(token.start, token.end).toUpperCase() : '';
}
