import type { EntryQuestion, Store, StoredEntry } from '@whodid/store';
import { damaged } from '../problem/to-problem.ts';

/** Most entries that an `offset` skips: it walks past each of them. Cursors have no such limit. */
export const maxOffset = 10_000;

const stepLimit = 500;

export interface OffsetPage {
  /** From 1 to 500. */
  readonly limit: number;
  /** How many of the newest are left out, from 0 to {@link maxOffset}. */
  readonly offset: number;
}

/** Whether an entry is meant, for what a query cannot say: that capital letters matter. */
type IsMeant = (entry: StoredEntry) => boolean;

/**
 * A page by number, for interfaces that have no cursors. Newest first.
 *
 * @param isMeant - what it refuses is neither on a page nor skipped for one.
 * @throws Problem `ENTRY_DAMAGED` if one of the page is damaged: those interfaces cannot say it.
 */
export async function offsetPage(
  store: Store,
  question: EntryQuestion,
  { limit, offset }: OffsetPage,
  isMeant: IsMeant = () => true,
): Promise<readonly StoredEntry[]> {
  let cursor = await cursorAt(store, question, offset, isMeant);
  const meant: StoredEntry[] = [];
  while (cursor !== null && meant.length < limit) {
    const page = await store.list({ ...question, limit: limit - meant.length, cursor });
    const ids = page.damaged.map(({ id }) => id);
    if (ids.length > 0) throw damaged('An entry of this page is damaged', ids);
    meant.push(...page.entries.filter(isMeant));
    cursor = page.next;
  }
  return meant;
}

/**
 * Where the page begins that leaves out so many of the newest: a cursor, `undefined` for the
 * beginning, `null` if there are no more.
 */
export async function cursorAt(
  store: Store,
  question: EntryQuestion,
  offset: number,
  isMeant: IsMeant = () => true,
): Promise<string | undefined | null> {
  let cursor: string | undefined;
  for (let left = offset; left > 0; ) {
    const page = await store.list({ ...question, limit: Math.min(stepLimit, left), cursor });
    if (page.next === null) return null;
    left -= page.entries.filter(isMeant).length + page.damaged.length;
    cursor = page.next;
  }
  return cursor;
}
