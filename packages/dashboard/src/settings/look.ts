import type { EntryFields } from '@whodid/core';

/** What the entry of a look tells. */
export interface LookFacts {
  /** In words: `a list`, `one entry`, or the name of another interface. */
  readonly what: string;
  /** The question as it was asked, or nothing. */
  readonly query: string;
  readonly entries: number;
  /** How often within the minute. */
  readonly times: number;
}

const words: Readonly<Record<string, string>> = {
  list: 'a list',
  entry: 'one entry',
  live: 'what comes in',
  tally: 'counts',
  overview: 'the overview',
};

/** Reads the entry of a look. */
export function lookOf({ data }: EntryFields): LookFacts {
  const facts = (typeof data === 'object' ? data : null) as Readonly<
    Record<string, unknown>
  > | null;
  const what = String(facts?.what ?? '');
  return {
    what: Object.hasOwn(words, what) ? (words[what] ?? what) : what,
    query: typeof facts?.query === 'string' ? facts.query : '',
    entries: Number(facts?.entries ?? 0),
    times: Number(facts?.times ?? 1),
  };
}
