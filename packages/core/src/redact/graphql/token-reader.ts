/** A piece of a GraphQL document. `end` is also what follows the first thing that is no GraphQL. */
export type TokenKind = 'name' | 'number' | 'string' | 'mark' | 'end';

const name = /[A-Za-z_]\w*/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const lineString = /"(?:[^"\\\n\r]|\\.)*"/y;
const marks = '!$&():=@[]{|}';

/**
 * Reads the tokens of a GraphQL document, one after the other (GraphQL specification, section 2.1).
 * Never throws: where a document is none, it ends.
 */
export class TokenReader {
  readonly #text: string;
  kind: TokenKind = 'end';
  /** Where the token begins, and where it ends. */
  start = 0;
  end = 0;
  /** Where it stopped being GraphQL, or -1. */
  failedAt = -1;

  constructor(text: string) {
    this.#text = text;
    this.next();
  }

  /** What is written there. */
  get value(): string {
    return this.#text.slice(this.start, this.end);
  }

  /** Whether this token is that mark. */
  isMark(mark: string): boolean {
    return this.kind === 'mark' && this.value === mark;
  }

  /** Goes on if this token is that mark, and tells whether it was. */
  take(mark: string): boolean {
    const isThere = this.isMark(mark);
    if (isThere) this.next();
    return isThere;
  }

  /** Goes on behind that mark, which must be there. */
  expect(mark: string): void {
    if (!this.take(mark)) this.fail();
  }

  /** The name that must be here. Empty if there is none, which is the end. */
  name(): string {
    if (this.kind !== 'name') {
      this.fail();
      return '';
    }
    const { value } = this;
    this.next();
    return value;
  }

  /** Ends the document at this token. */
  fail(): void {
    if (this.failedAt < 0) this.failedAt = this.start;
    this.kind = 'end';
  }

  next(): void {
    if (this.failedAt >= 0) return;
    this.start = this.#skipIgnored(this.end);
    if (this.start >= this.#text.length) {
      this.end = this.start;
      this.kind = 'end';
      return;
    }
    this.kind = this.#read(this.#text[this.start] as string);
    if (this.kind === 'end') this.fail();
  }

  // White space, commas and comments.
  #skipIgnored(from: number): number {
    const text = this.#text;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === 35) {
        while (at < text.length && !isLineEnd(text.charCodeAt(at))) at += 1;
      } else if (code > 32 && code !== 44 && code !== 0xfeff) return at;
      else at += 1;
    }
    return at;
  }

  #read(first: string): TokenKind {
    if (first === '"') return this.#string();
    if (marks.includes(first)) {
      this.end = this.start + 1;
      return 'mark';
    }
    if (first === '.' && this.#text.startsWith('...', this.start)) {
      this.end = this.start + 3;
      return 'mark';
    }
    return this.#match(name, 'name') ?? this.#match(number, 'number') ?? 'end';
  }

  #string(): TokenKind {
    if (!this.#text.startsWith('"""', this.start))
      return this.#match(lineString, 'string') ?? 'end';
    let close = this.#text.indexOf('"""', this.start + 3);
    while (close > 0 && this.#text[close - 1] === '\\')
      close = this.#text.indexOf('"""', close + 3);
    if (close < 0) return 'end';
    this.end = close + 3;
    return 'string';
  }

  #match(form: RegExp, kind: TokenKind): TokenKind | null {
    form.lastIndex = this.start;
    if (!form.test(this.#text)) return null;
    this.end = form.lastIndex;
    return kind;
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
