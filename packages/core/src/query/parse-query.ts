import type { Query } from './query.ts';
import { type Place, refuse } from './query-error.ts';
import { type ReadingTools, readCondition } from './read-condition.ts';
import { type Piece, scanQuery } from './scan-query.ts';

/** What a query may be at most. */
export interface QueryLimits {
  /** Characters of the text, in UTF-16 units. */
  readonly characters: number;
  /** Parentheses inside parentheses. */
  readonly nesting: number;
  /** Words, quotations and values together. */
  readonly terms: number;
}

export const queryLimits: QueryLimits = { characters: 2000, nesting: 32, terms: 100 };

export interface ParseOptions {
  /** What “now” is, in milliseconds since 1970. Times become instants when the text is read. */
  readonly now: number;
  /** The actor id that `me` stands for. Without it `me` is refused. */
  readonly me?: string | undefined;
}

/**
 * Reads the query language: `actor:ada action:order. -status:2xx created:>=yesterday "refund"`.
 *
 * Takes time in proportion to the length of the text. Empty text asks for all entries. Parts of
 * parts are joined, so that the same question gives the same query however it was put in
 * parentheses.
 *
 * @throws WhodidError `QUERY_INVALID` with the place of the first thing that cannot be read, and
 * what was probably meant. Not retryable.
 */
export function parseQuery(text: string, options: ParseOptions): Query {
  if (text.length > queryLimits.characters) {
    const length = text.length - queryLimits.characters;
    refuse(
      { at: queryLimits.characters, length },
      `More than ${queryLimits.characters} characters`,
    );
  }
  return new Parser(text, options).parse();
}

class Parser {
  readonly #text: string;
  readonly #tools: ReadingTools;
  readonly #pieces: readonly Piece[];
  #next = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string, tools: ReadingTools) {
    this.#text = text;
    this.#tools = tools;
    this.#pieces = scanQuery(text);
  }

  parse(): Query {
    if (this.#pieces.length === 0) {
      const length = this.#text.trim().length;
      if (length === 0) return { type: 'all' };
      refuse(
        { at: this.#text.search(/\S/), length },
        'There are no letters or digits to search for',
      );
    }
    const query = this.#alternatives();
    const left = this.#peek();
    if (left !== undefined) refuse(left, neverOpened);
    return query;
  }

  #alternatives(): Query {
    const parts = [this.#sequence()];
    while (this.#peek()?.type === 'or') {
      this.#next += 1;
      parts.push(this.#sequence());
    }
    return joined('or', parts);
  }

  #sequence(): Query {
    const parts = [this.#negatable()];
    for (;;) {
      const type = this.#peek()?.type;
      if (type === undefined || type === 'or' || type === 'close') return joined('and', parts);
      if (type === 'and') this.#next += 1;
      parts.push(this.#negatable());
    }
  }

  #negatable(): Query {
    const piece = this.#peek();
    if (piece?.type !== 'not') return this.#term();
    this.#next += 1;
    if (this.#peek()?.type === 'not') refuse(piece, 'Negated twice');
    return { type: 'not', part: this.#term() };
  }

  #term(): Query {
    const piece = this.#peek();
    this.#next += 1;
    switch (piece?.type) {
      case 'open':
        return this.#group(piece);
      case 'all':
        this.#count(piece, 1);
        return { type: 'all' };
      case 'text':
        this.#count(piece, 1);
        return { type: 'text', tokens: piece.tokens, phrase: piece.tokens.length > 1 };
      case 'condition':
        this.#count(piece, piece.values.length);
        return readCondition(piece.field, piece.values, this.#tools);
    }
    return this.#refuseMissing(piece);
  }

  #group(open: Piece): Query {
    this.#depth += 1;
    if (this.#depth > queryLimits.nesting) {
      refuse(open, `More than ${queryLimits.nesting} parentheses inside each other`);
    }
    const query = this.#alternatives();
    if (this.#peek()?.type !== 'close') refuse(open, 'This parenthesis is never closed');
    this.#next += 1;
    this.#depth -= 1;
    return query;
  }

  #refuseMissing(piece: Piece | undefined): never {
    const before = this.#pieces[this.#next - 2];
    if (before !== undefined) refuse(before, missingAfter(before));
    refuse(piece ?? { at: 0, length: 1 }, piece?.type === 'close' ? neverOpened : missingBefore);
  }

  #count(place: Place, terms: number): void {
    this.#terms += terms;
    if (this.#terms > queryLimits.terms) {
      refuse(place, `More than ${queryLimits.terms} words and values`);
    }
  }

  #peek(): Piece | undefined {
    return this.#pieces[this.#next];
  }
}

const missingBefore = 'There is nothing before this';
const neverOpened = 'This parenthesis was never opened';

function missingAfter(before: Piece): string {
  return before.type === 'open'
    ? 'There is nothing in the parenthesis'
    : 'There is nothing after this';
}

function joined(type: 'and' | 'or', parts: readonly Query[]): Query {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return { type, parts: parts.flatMap((part) => (part.type === type ? part.parts : [part])) };
}
