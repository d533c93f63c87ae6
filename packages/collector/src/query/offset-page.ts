import type { EntryQuestion, Store, StoredEntry } from '@whodid/store';

/** Most entries that an `offset` skips: it walks past each of them. Cursors have no such limit. */
export const maxOffset = 10_000;

const stepLimit = 500;

export interface OffsetPage {
  /** From 1 to 500. */
  readonly limit: number;
  /** How many of the newest are left out, from 0 to {@link maxOffset}. */
  readonly offset: number;
}

/** A page by number, for interfaces that have no cursors. Newest first. */
export async function offsetPage(
  store: Store,
  question: EntryQuestion,
  { limit, offset }: OffsetPage,
): Promise<readonly StoredEntry[]> {
  let entries: readonly StoredEntry[] = [];
  let cursor: string | undefined;
  for (let skipped = 0; entries.length < limit; ) {
    const toSkip = offset - skipped;
    const wanted = Math.min(stepLimit, toSkip + limit - entries.length);
    const page = await store.list({ ...question, limit: wanted, cursor });
    entries = [...entries, ...page.entries.slice(toSkip)];
    skipped += Math.min(toSkip, page.entries.length);
    if (page.next === null) break;
    cursor = page.next;
  }
  return entries;
}
