import type { EntryQuestion, Page, Position, Store, StoredEntry } from '@whodid/store';
import { Problem } from '../problem/problem.ts';
import { cursorAt, maxOffset } from '../query/offset-page.ts';
import type { HistoryPlace } from './history-place.ts';
import { wantedOffset } from './history-schemas.ts';

export interface HistoryPageRequest {
  /** From 1 to 500. */
  readonly limit: number;
  /** How many of the newest are left out. With a place only a number that goes on counting. */
  readonly offset: number;
  readonly place: HistoryPlace | null;
}

/** Where a neighbour of a page is. Without a place it is found by its offset alone. */
export interface Neighbour {
  readonly offset: number;
  readonly place: HistoryPlace | null;
}

export interface HistoryPage {
  readonly entries: readonly StoredEntry[];
  /** Where there are entries that cannot be shown. */
  readonly damaged: readonly Position[];
  readonly next: Neighbour | null;
  readonly previous: Neighbour | null;
}

const nothing: Page = { entries: [], damaged: [], next: null };

/**
 * A page by limit and offset, with neighbours that are found by its own first and last entry: what
 * arrives between two requests, be it new or late, moves no entry to another page.
 *
 * @throws Problem `PARAMETER_INVALID` if it lies further behind than an offset reaches.
 */
export async function historyPage(
  store: Store,
  question: EntryQuestion,
  { limit, offset, place }: HistoryPageRequest,
): Promise<HistoryPage> {
  if (place?.type === 'after') {
    const page = await store.list({ ...question, limit, cursor: place.cursor });
    return withNeighbours(page, { limit, offset: Math.max(offset, 1) });
  }
  if (place === null) {
    return withNeighbours(await pageAt(store, question, { limit, offset }), { limit, offset });
  }
  const newer = await countNewer(store, question, place);
  const start = Math.max(0, newer - limit);
  const size = newer - start;
  const page = size === 0 ? nothing : await pageAt(store, question, { limit: size, offset: start });
  return withNeighbours(page, { limit, offset: start });
}

async function pageAt(
  store: Store,
  question: EntryQuestion,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Page> {
  if (offset > maxOffset) throw tooFar();
  const cursor = await cursorAt(store, question, offset);
  return cursor === null ? nothing : await store.list({ ...question, limit, cursor });
}

function tooFar(): Problem {
  return new Problem('PARAMETER_INVALID', `offset must be ${wantedOffset}`, {
    facts: { parameter: 'offset', wanted: wantedOffset },
  });
}

function withNeighbours(
  { entries, damaged, next }: Page,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): HistoryPage {
  const [first] = [...entries.slice(0, 1), ...damaged.slice(0, 1)].toSorted(newestFirst);
  const before = first === undefined ? null : beforePlace(first);
  const reachable = offset > 0 && offset <= maxOffset;
  return {
    entries,
    damaged,
    next:
      next === null
        ? null
        : {
            offset: offset + entries.length + damaged.length,
            place: { type: 'after', cursor: next },
          },
    previous: reachable ? { offset: Math.max(0, offset - limit), place: before } : null,
  };
}

function newestFirst(a: Position, b: Position): number {
  return b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1);
}

function beforePlace({ occurredAt, id }: Position): HistoryPlace {
  return { type: 'before', occurredAt, id };
}

/** How many of the list come before an entry of it. Of more than an offset reaches, not all. */
async function countNewer(
  store: Store,
  question: EntryQuestion,
  { occurredAt, id }: { readonly occurredAt: number; readonly id: string },
): Promise<number> {
  const { from = -Infinity, to = Infinity } = question;
  let count = await store.count({ ...question, from: Math.max(from, occurredAt + 1) });
  if (occurredAt < from || occurredAt > to) return count;
  // Of the same instant those come before that have a larger id.
  let cursor: string | undefined;
  do {
    const sameInstant = { ...question, from: occurredAt, to: occurredAt, limit: 500, cursor };
    const page = await store.list(sameInstant);
    const places = [...page.entries, ...page.damaged];
    const larger = places.filter((place) => place.id > id).length;
    count += larger;
    cursor = larger < places.length ? undefined : (page.next ?? undefined);
  } while (cursor !== undefined && count <= maxOffset + 500);
  return count;
}
