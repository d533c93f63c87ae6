/** Whose lexical rules a text follows. */
export type Dialect = 'postgres' | 'sqlite';

export type TokenKind = 'word' | 'quoted' | 'literal' | 'param' | 'mark';

/** A piece of SQL; white space and comments are none. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

const pieces = {
  space: /\s+/y,
  lineComment: /--[^\n]*/y,
  escapeString: /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y,
  string: /(?:[uUxXbBnN]&?)?'(?:[^']|'')*'/y,
  quoted: /"(?:[^"]|"")*"/y,
  ticked: /`(?:[^`]|``)*`/y,
  bracketed: /\[[^\]]*\]/y,
  dollarTag: /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y,
  number: /(?:\d[\w.]*|\.\d\w*)(?:[eE][+-]?\d+)?/y,
  word: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y,
  postgresParam: /\$\d+/y,
  sqliteParam: /\?\d*|[:@$#][A-Za-z_]\w*/y,
} as const;

type Step = (sql: string, at: number) => number | null;

const step =
  (pattern: RegExp): Step =>
  (sql, at) => {
    pattern.lastIndex = at;
    return pattern.test(sql) ? pattern.lastIndex : null;
  };

const skipped: readonly Step[] = [step(pieces.space), step(pieces.lineComment), blockComment];

const kindsOf: Readonly<Record<Dialect, readonly (readonly [TokenKind, Step])[]>> = {
  postgres: [
    ['literal', step(pieces.escapeString)],
    ['literal', step(pieces.string)],
    ['quoted', step(pieces.quoted)],
    ['param', step(pieces.postgresParam)],
    ['literal', dollarQuoted],
    ['literal', step(pieces.number)],
    ['word', step(pieces.word)],
  ],
  sqlite: [
    ['literal', step(pieces.string)],
    ['quoted', step(pieces.quoted)],
    ['quoted', step(pieces.ticked)],
    ['quoted', step(pieces.bracketed)],
    ['param', step(pieces.sqliteParam)],
    ['literal', step(pieces.number)],
    ['word', step(pieces.word)],
  ],
};

/**
 * Takes SQL apart.
 *
 * @returns `null` for a text that ends inside a string, a name or a comment: what it means is for the
 * database to say.
 */
export function tokenize(sql: string, dialect: Dialect): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const behind = firstEnd(skipped, sql, at);
    if (behind !== null) {
      at = behind;
      continue;
    }
    const token = nextToken(sql, at, dialect);
    if (token === null) return null;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function nextToken(sql: string, start: number, dialect: Dialect): Token | null {
  for (const [kind, find] of kindsOf[dialect]) {
    const end = find(sql, start);
    if (end !== null) return { kind, start, end };
  }
  // A quote that opens something here closes it nowhere.
  if (/['"]/.test(sql.charAt(start)) || sql.startsWith('/*', start)) return null;
  return { kind: 'mark', start, end: start + 1 };
}

function firstEnd(steps: readonly Step[], sql: string, at: number): number | null {
  for (const each of steps) {
    const end = each(sql, at);
    if (end !== null) return end;
  }
  return null;
}

// They nest on PostgreSQL. On SQLite they do not; a text with such a one in it is not written there.
function blockComment(sql: string, start: number): number | null {
  if (!sql.startsWith('/*', start)) return null;
  const edges = /\/\*|\*\//g;
  edges.lastIndex = start;
  let depth = 0;
  for (let edge = edges.exec(sql); edge !== null; edge = edges.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return edges.lastIndex;
  }
  return null;
}

function dollarQuoted(sql: string, start: number): number | null {
  const open = step(pieces.dollarTag)(sql, start);
  if (open === null) return null;
  const tag = sql.slice(start, open);
  const close = sql.indexOf(tag, open);
  return close === -1 ? sql.length : close + tag.length;
}
