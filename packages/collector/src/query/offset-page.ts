import type { EntryQuestion, Store, StoredEntry } from '@whodid/store';
import { Problem } from '../problem/problem.ts';

/** Most entries that an `offset` skips: it walks past each of them. Cursors have no such limit. */
export const maxOffset = 10_000;

const stepLimit = 500;

export interface OffsetPage {
  /** From 1 to 500. */
  readonly limit: number;
  /** How many of the newest are left out, from 0 to {@link maxOffset}. */
  readonly offset: number;
}

/**
 * A page by number, for interfaces that have no cursors. Newest first.
 *
 * @throws Problem `STORE_UNAVAILABLE` if one of the page is damaged: those interfaces cannot say it.
 */
export async function offsetPage(
  store: Store,
  question: EntryQuestion,
  { limit, offset }: OffsetPage,
): Promise<readonly StoredEntry[]> {
  const cursor = await cursorAt(store, question, offset);
  if (cursor === null) return [];
  const { entries, damaged } = await store.list({ ...question, limit, cursor });
  if (damaged.length === 0) return entries;
  throw new Problem('STORE_UNAVAILABLE', 'An entry of this page is damaged.', {
    facts: { damaged: damaged.map(({ id }) => id) },
  });
}

/**
 * Where the page begins that leaves out so many of the newest: a cursor, `undefined` for the
 * beginning, `null` if there are no more.
 */
export async function cursorAt(
  store: Store,
  question: EntryQuestion,
  offset: number,
): Promise<string | undefined | null> {
  let cursor: string | undefined;
  for (let left = offset; left > 0; ) {
    const page = await store.list({ ...question, limit: Math.min(stepLimit, left), cursor });
    if (page.next === null) return null;
    left -= page.entries.length + page.damaged.length;
    cursor = page.next;
  }
  return cursor;
}
