import { markAt, outerWord, type Source, wordAt } from './source.ts';
import type { Verb } from './statement.ts';
import { readName, readTableName, type TableName } from './table-name.ts';

/** Words that may stand between a verb and its table. */
const between: ReadonlySet<string> = new Set(['INTO', 'FROM', 'ONLY', 'TABLE']);
const conflictWords: ReadonlySet<string> = new Set([
  'ROLLBACK',
  'ABORT',
  'REPLACE',
  'FAIL',
  'IGNORE',
]);

/** What a statement writes to, if it can be read. */
export function tableOf(source: Source, at: number, verb: Verb): TableName | null {
  if (!['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'COPY'].includes(verb)) return null;
  return readTableName(source.sql, source.tokens, targetAt(source, at), source.dialect);
}

// Where the name of what is written to begins.
function targetAt(source: Source, at: number): number {
  let next = at + 1;
  if (wordAt(source, next) === 'OR' && conflictWords.has(wordAt(source, next + 1))) next += 2;
  while (between.has(wordAt(source, next))) next += 1;
  return next;
}

/** Words that follow a table which has no alias. */
const behindTable: ReadonlySet<string> = new Set(['SET', 'USING', 'WHERE', 'RETURNING']);

/** What its rows are called in its RETURNING. */
export function rowNameOf(source: Source, at: number, verb: Verb): string | null {
  const first = targetAt(source, at);
  const last = markAt(source, first + 1) === '.' ? first + 2 : first;
  let next = last + 1;
  if (markAt(source, next) === '*') next += 1;
  if (wordAt(source, next) === 'AS') return nameAt(source, next + 1);
  // Behind INSERT INTO an alias needs its AS.
  const alias = verb === 'INSERT' || behindTable.has(wordAt(source, next)) ? null : next;
  return (alias === null ? null : nameAt(source, alias)) ?? nameAt(source, last);
}

// As it is written: what it stands for is for the database to say.
function nameAt({ sql, tokens }: Source, at: number): string | null {
  const token = tokens[at];
  if (token?.kind !== 'word' && token?.kind !== 'quoted') return null;
  return sql.slice(token.start, token.end);
}

const set: ReadonlySet<string> = new Set(['SET']);
const behindSet: ReadonlySet<string> = new Set(['FROM', 'WHERE', 'RETURNING']);

/** Names in the SET of an UPDATE. */
export function setNamesOf(source: Source, from: number): readonly string[] {
  const start = outerWord(source, set, from);
  if (start === null) return [];
  const end = outerWord(source, behindSet, start) ?? source.tokens.length;
  return source.tokens
    .slice(start + 1, end)
    .map((token) => readName(source.sql, token, source.dialect))
    .filter((name) => name !== null);
}

const returning: ReadonlySet<string> = new Set(['RETURNING']);

/** Where what it returns begins, behind the word. */
export function returningAt(source: Source, from: number): number | null {
  const at = outerWord(source, returning, from);
  return at === null ? null : (source.tokens[at]?.end ?? null);
}
