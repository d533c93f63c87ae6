import { type EntryFields, matches, parseQuery, type Query } from '@whodid/core';
import type { EntryQuestion, Store, StoredEntry } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import { isVisible, visibleTo } from '../access/visible.ts';
import type { Move } from './move.ts';
import type { Stage } from './stage.ts';
import { standingAfter } from './standing.ts';

/**
 * What waits for a decision unless one asks for something else: what failed or was denied, and what
 * the two alarming streams tell. In principle every entry is `PENDING`, but most need no decision.
 */
export const waitingQuery = 'outcome:failure,denied OR stream:"SECURITY ALERT","STRANGE ACTIVITY"';

/** What of a board is asked for. */
export interface BoardQuestion {
  readonly stage: Stage;
  /** What counts as waiting, and cuts down the other stages; `null` for {@link waitingQuery}. */
  readonly query: Query | null;
  /** Only what is assigned to somebody; `null` to nobody. */
  readonly assignee?: string | null | undefined;
  /** Earliest `occurredAt` of what waits, in milliseconds since 1970. */
  readonly from: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface BoardCard {
  readonly stored: StoredEntry;
  readonly last: Move | undefined;
}

export interface BoardPage {
  readonly cards: readonly BoardCard[];
  readonly counts: { readonly [S in Stage]: number };
  readonly next: string | null;
}

/** Pages that are looked through for entries that nobody has taken. */
const mostPages = 200;

/** One page of one stage, newest first, and how much is in each. */
export async function readBoard(
  store: Store,
  last: ReadonlyMap<string, Move>,
  question: BoardQuestion,
  caller: Caller,
): Promise<BoardPage> {
  const { stage } = question;
  const counts = await countStages(store, last, question, caller);
  // What is assigned to somebody was moved, and so is known, whatever its stage.
  const page = stage === 'PENDING' && typeof question.assignee !== 'string' ? waiting : taken;
  return { ...(await page(store, last, question, caller)), counts };
}

type CardPage = Omit<BoardPage, 'counts'>;

async function waiting(
  store: Store,
  last: ReadonlyMap<string, Move>,
  { query, assignee, from, limit, cursor }: BoardQuestion,
  caller: Caller,
): Promise<CardPage> {
  const cards: BoardCard[] = [];
  let next = cursor;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await store.list({
      ...{ tenant: caller.tenant, from, limit, cursor: next },
      query: waitingOf(query, caller),
    });
    for (const stored of page.entries) {
      const move = last.get(stored.id);
      const { stage, assignee: whose } = standingAfter(move);
      if (stage === 'PENDING' && isOf(assignee, whose)) cards.push({ stored, last: move });
    }
    next = page.next ?? undefined;
    if (next === undefined || cards.length > limit / 2) break;
  }
  return { cards, next: next ?? null };
}

async function taken(
  store: Store,
  last: ReadonlyMap<string, Move>,
  { stage, query, assignee, from, limit, cursor }: BoardQuestion,
  caller: Caller,
): Promise<CardPage> {
  const moves = [...last.values()]
    .filter((move) => move.to === stage && isOf(assignee, move.assignee))
    .toSorted(newestFirst);
  // Only what waits has to be of the asked time, and to be worth it.
  const wanted = stage === 'PENDING' ? (query ?? waitingOf(null, caller)) : query;
  const least = stage === 'PENDING' ? from : -Infinity;
  const start = cursor === undefined ? 0 : moves.findIndex((move) => placeOf(move) < cursor);
  const cards: BoardCard[] = [];
  let at = start === -1 ? moves.length : start;
  for (; at < moves.length && cards.length < limit; at += 1) {
    const move = moves[at];
    const stored = move && (await store.get(caller.tenant, move.entry));
    if (stored && isVisible(stored, caller) && fits(wanted, stored, least)) {
      cards.push({ stored, last: move });
    }
  }
  const end = moves[at - 1];
  return { cards, next: at < moves.length && end !== undefined ? placeOf(end) : null };
}

async function countStages(
  store: Store,
  last: ReadonlyMap<string, Move>,
  { query, assignee, from }: BoardQuestion,
  caller: Caller,
): Promise<BoardPage['counts']> {
  const moved: Record<Stage, string[]> = { PENDING: [], IN_PROGRESS: [], DONE: [] };
  for (const { entry, to, assignee: whose } of last.values()) {
    if (isOf(assignee, whose)) moved[to].push(entry);
  }
  const { tenant } = caller;
  const all = waitingOf(query, caller);
  const among = (ids: readonly string[], question: Omit<EntryQuestion, 'tenant'>) =>
    countAmong(store, ids, { tenant, ...question });
  const taken = [...last.values()].flatMap(({ entry, to }) => (to === 'PENDING' ? [] : [entry]));
  const waits = async (): Promise<number> =>
    typeof assignee === 'string'
      ? await among(moved.PENDING, { query: all, from })
      : (await store.count({ tenant, query: all, from })) -
        (await among(taken, { query: all, from }));
  const seen = visibleTo(caller, query ?? { type: 'all' });
  const [PENDING, IN_PROGRESS, DONE] = await Promise.all([
    waits(),
    query === null ? moved.IN_PROGRESS.length : among(moved.IN_PROGRESS, { query: seen }),
    query === null ? moved.DONE.length : among(moved.DONE, { query: seen }),
  ]);
  return { PENDING, IN_PROGRESS, DONE };
}

/** How many of the entries with these ids a question asks for. */
async function countAmong(
  store: Store,
  ids: readonly string[],
  question: EntryQuestion,
): Promise<number> {
  let count = 0;
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const values = ids.slice(at, at + idsAtOnce);
    const among: Query = { type: 'field', field: 'id', match: { type: 'anyOf', values } };
    count += await store.count({ ...question, query: both(among, question.query) });
  }
  return count;
}

const idsAtOnce = 500;

function waitingOf(query: Query | null, caller: Caller): Query {
  return visibleTo(caller, query ?? parseQuery(waitingQuery, { now: 0 }));
}

function both(one: Query, other: Query): Query {
  return { type: 'and', parts: [one, other] };
}

function fits(query: Query | null, { text, occurredAt }: StoredEntry, from: number): boolean {
  if (occurredAt < from) return false;
  return query === null || matches(query, JSON.parse(text) as EntryFields);
}

function isOf(wanted: string | null | undefined, assignee: string | null): boolean {
  return wanted === undefined || wanted === assignee;
}

/** Grows with time; of two at once with the id. */
function placeOf({ at, entry }: Move): string {
  return `${at} ${entry}`;
}

function newestFirst(a: Move, b: Move): number {
  return placeOf(a) < placeOf(b) ? 1 : -1;
}
