import { returningAt, rowNameOf, setNamesOf, tableOf } from './read-target.ts';
import { has, markAt, type Source, wordAt, wordOf } from './source.ts';
import type { InnerWrite, Statement, Verb } from './statement.ts';
import { readName } from './table-name.ts';
import { type Dialect, type Token, tokenize } from './tokenize.ts';

/**
 * Reads what the statements of a text do. Nothing is checked: what is no SQL is for the database to
 * refuse, and what is not known here is `OTHER`.
 *
 * @returns `null` for a text that cannot be taken apart.
 */
export function readStatements(sql: string, dialect: Dialect): readonly Statement[] | null {
  const tokens = tokenize(sql, dialect);
  if (tokens === null) return null;
  return split(sql, tokens).map((own) => readStatement({ sql, dialect, tokens: own }));
}

function split(sql: string, tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [];
  let current: Token[] = [];
  const inBody = bodies(sql, tokens);
  for (const [at, token] of tokens.entries()) {
    if (sql.charAt(token.start) === ';' && token.kind === 'mark' && !inBody(at)) {
      if (current.length > 0) found.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) found.push(current);
  return found;
}

// The `;` in the body of a trigger, or of a routine in standard SQL, end no statement of the text.
function bodies(sql: string, tokens: readonly Token[]): (at: number) => boolean {
  const words = tokens.map((token) => wordOf(sql, token));
  if (!words.includes('CREATE') || !words.includes('BEGIN')) return () => false;
  const depths: number[] = [];
  let depth = 0;
  let creating = false;
  for (const [at, word] of words.entries()) {
    const first = at === 0 || sql.charAt(tokens[at - 1]?.start ?? 0) === ';';
    if (depth === 0 && first) creating = word === 'CREATE';
    if (creating) depth = Math.max(0, depth + deeper(word, depth));
    depths.push(depth);
  }
  return (at) => (depths[at] ?? 0) > 0;
}

function deeper(word: string, depth: number): number {
  if (word === 'BEGIN' || (word === 'CASE' && depth > 0)) return 1;
  return word === 'END' ? -1 : 0;
}

function readStatement(source: Source): Statement {
  const { sql, tokens } = source;
  const [start = 0, end = 0] = [tokens[0]?.start, tokens.at(-1)?.end];
  const mainAt = wordAt(source, 0) === 'WITH' ? mainOfWith(source) : 0;
  const verb = verbOf(source, mainAt);
  const writes = verb === 'INSERT' || verb === 'UPDATE' || verb === 'DELETE' || verb === 'MERGE';
  return {
    verb,
    start,
    end,
    table: tableOf(source, mainAt, verb),
    rowName: writes ? rowNameOf(source, mainAt, verb) : null,
    setNames: verb === 'UPDATE' ? setNamesOf(source, mainAt) : [],
    returningAt: writes ? returningAt(source, mainAt) : null,
    savepoint: savepointOf({ sql, tokens, dialect: source.dialect }, verb),
    inner: mainAt === 0 ? [] : innerWrites(source, mainAt),
  };
}

const verbs: Readonly<Record<string, Verb>> = {
  INSERT: 'INSERT',
  REPLACE: 'INSERT',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  MERGE: 'MERGE',
  TRUNCATE: 'TRUNCATE',
  CALL: 'CALL',
  DO: 'CALL',
  EXECUTE: 'CALL',
  BEGIN: 'BEGIN',
  START: 'BEGIN',
  COMMIT: 'COMMIT',
  END: 'COMMIT',
  ABORT: 'ROLLBACK',
  SAVEPOINT: 'SAVEPOINT',
  RELEASE: 'RELEASE',
  CREATE: 'SCHEMA',
  ALTER: 'SCHEMA',
  DROP: 'SCHEMA',
  SET: 'SETTING',
  RESET: 'SETTING',
  DISCARD: 'SETTING',
};

function verbOf(source: Source, at: number): Verb {
  const word = wordAt(source, at);
  if (word === 'ROLLBACK') return has(source, 'TO') ? 'ROLLBACK TO' : 'ROLLBACK';
  if (word === 'PREPARE' && wordAt(source, at + 1) === 'TRANSACTION') return 'PREPARE TRANSACTION';
  // What holds for one transaction changes nothing that is known of tables.
  if (word === 'SET' && ['TRANSACTION', 'SESSION'].includes(wordAt(source, at + 1))) {
    return has(source, 'ISOLATION') || has(source, 'TRANSACTION') ? 'OTHER' : 'SETTING';
  }
  if (word === 'COPY') return has(source, 'FROM') ? 'COPY' : 'OTHER';
  return verbs[word] ?? 'OTHER';
}

function savepointOf({ sql, tokens, dialect }: Source, verb: Verb): string | null {
  if (verb !== 'SAVEPOINT' && verb !== 'RELEASE' && verb !== 'ROLLBACK TO') return null;
  return readName(sql, tokens.at(-1), dialect);
}

// `WITH a AS (...), b AS (...) UPDATE ...`: the verb follows the last closing bracket.
function mainOfWith(source: Source): number {
  let depth = 0;
  for (const [at, { start }] of source.tokens.entries()) {
    const mark = source.sql.charAt(start);
    if (mark === '(') depth += 1;
    else if (mark === ')') depth -= 1;
    else if (depth === 0 && markAt(source, at - 1) === ')' && mainWords.has(wordAt(source, at)))
      return at;
  }
  return 0;
}
const mainWords: ReadonlySet<string> = new Set([
  'INSERT',
  'REPLACE',
  'UPDATE',
  'DELETE',
  'MERGE',
  'SELECT',
  'VALUES',
  'TABLE',
]);

function innerWrites(source: Source, end: number): readonly InnerWrite[] {
  const found: InnerWrite[] = [];
  for (let at = 1; at < end; at += 1) {
    if (markAt(source, at - 1) !== '(') continue;
    const verb = verbOf(source, at);
    if (!['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(verb)) continue;
    const follows = wordAt(source, at + 1);
    const opens = verb === 'UPDATE' ? follows !== '' || isQuoted(source, at + 1) : true;
    if (opens) found.push({ verb, table: tableOf(source, at, verb) });
  }
  return found;
}

function isQuoted({ tokens }: Source, at: number): boolean {
  return tokens[at]?.kind === 'quoted';
}
