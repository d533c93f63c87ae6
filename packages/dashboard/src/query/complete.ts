import { type QueryField, queryFields } from '@whodid/core/query';

/** What the word at the caret could become. */
export type Completing =
  /** A field: its name begins with `text`. */
  | { readonly type: 'field'; readonly text: string; readonly from: number }
  /** A value of a field: it begins with `text`. */
  | {
      readonly type: 'value';
      readonly field: QueryField;
      readonly text: string;
      readonly from: number;
    };

/** One proposal. */
export interface Completion {
  /** What stands in the query from `from` to the caret then. */
  readonly insert: string;
  readonly label: string;
  /** What the field asks for, or how many entries have the value. */
  readonly aside: string;
}

/**
 * What is being typed at the caret, or nothing that could be completed.
 *
 * @param caret - how many characters are before it.
 */
export function completingAt(query: string, caret: number): Completing | null {
  const before = query.slice(0, caret);
  // Inside of quotes there is text of one’s own.
  if ((before.split('"').length - 1) % 2 === 1) return null;
  const word = /[^\s()]*$/.exec(before)?.[0] ?? '';
  const bare = word.replace(/^-/, '');
  const from = caret - bare.length;
  const colon = bare.indexOf(':');
  if (colon === -1) return bare === '' ? null : { type: 'field', text: bare, from };
  const name = bare.slice(0, colon).toLowerCase();
  const field = queryFields.find((row) => row.name === name)?.name;
  const list = bare.slice(colon + 1);
  // Of several values with commas between it is the last one.
  const text = list.slice(list.lastIndexOf(',') + 1);
  return field === undefined ? null : { type: 'value', field, text, from: caret - text.length };
}

/** Fields whose names begin with a text, most used first. */
export function fieldCompletions(text: string): readonly Completion[] {
  const wanted = text.toLowerCase();
  return queryFields
    .filter(({ name }) => name.startsWith(wanted) && name !== wanted)
    .map(({ name, meaning }) => ({ insert: `${name}:`, label: `${name}:`, aside: meaning }));
}

/** The query with a proposal taken, and where the caret is then. */
export function completed(
  query: string,
  caret: number,
  { from }: Completing,
  { insert }: Completion,
): { readonly query: string; readonly caret: number } {
  // Behind a value one goes on with the next condition, behind a field with its value.
  const space = insert.endsWith(':') || query.charAt(caret) === ' ' ? '' : ' ';
  const head = `${query.slice(0, from)}${insert}${space}`;
  return { query: head + query.slice(caret), caret: head.length };
}
