import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '@whodid/core';
import { createStore, memoryDriver, type Store } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { type HistoryPage, historyPage, type Neighbour } from '../../src/history/history-page.ts';
import { placeText, readPlace } from '../../src/history/history-place.ts';
import { Problem } from '../../src/problem/problem.ts';

const question = { tenant: 'main', query: { type: 'all' } } as const;

function at(ms: number): Entry {
  return makeEntry({ occurredAt: new Date(ms).toISOString() });
}

// As they lie in a list: several of each instant.
function some(count: number, from = 1000): readonly Entry[] {
  return Array.from({ length: count }, (_, index) => at(from + Math.floor(index / 3)));
}

function inOrder(entries: readonly Entry[]): readonly string[] {
  const key = ({ occurredAt, id }: Entry): string => `${occurredAt} ${id}`;
  return entries.toSorted((a, b) => (key(a) < key(b) ? 1 : -1)).map(({ id }) => id);
}

function idsOf({ entries }: HistoryPage): readonly string[] {
  return entries.map(({ id }) => id);
}

/** Follows `next` or `previous` to the end; places go through their text, as in an address. */
async function follow(
  store: Store,
  first: HistoryPage,
  way: 'next' | 'previous',
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<readonly HistoryPage[]> {
  const pages = [first];
  for (let link = first[way]; link !== null; link = pages.at(-1)?.[way] ?? null) {
    await between();
    pages.push(await historyPage(store, question, { limit, ...asSent(link) }));
  }
  return pages;
}

function asSent({ offset, place }: Neighbour): Neighbour {
  return { offset, place: place === null ? null : readPlace(placeText(place)) };
}

test('forwards and back again, pages hold every entry once, whatever arrives between them', async () => {
  for (const limit of [1, 4, 7, 40, 41, 500]) {
    const store = createStore(memoryDriver());
    const entries = some(40);
    await store.append(entries);
    const start = await historyPage(store, question, { limit, offset: 0, place: null });
    // New ones, and some that come late and belong on a page that was seen.
    let arrivals = 0;
    const arrive = async (): Promise<void> => {
      arrivals += 1;
      if (arrivals % 20 < 10) await store.append([at(5000 + arrivals), at(1012)]);
    };
    const forwards = await follow(store, start, 'next', limit, arrive);
    const known = new Set(entries.map(({ id }) => id));
    const old = (ids: readonly string[]) => ids.filter((id) => known.has(id));
    assert.deepEqual(old(forwards.flatMap(idsOf)), inOrder(entries), `limit ${limit}`);

    const end = forwards.at(-1) as HistoryPage;
    const back = await follow(store, end, 'previous', limit, arrive);
    const seen = back.toReversed().flatMap(idsOf);
    // Whatever has arrived above is there as well, since `previous` leads up to the very first.
    assert.deepEqual(old(seen), inOrder(entries), `back with limit ${limit}`);
    assert.equal(new Set(seen).size, seen.length);
    if (limit === 7) assert.equal(back.at(-1)?.previous, null);
    await store.close();
  }
});

test('without arrivals, pages are slices of the list, with the numbers of their neighbours', async () => {
  const store = createStore(memoryDriver());
  const entries = some(23);
  await store.append(entries);
  const expected = inOrder(entries);
  for (const limit of [1, 5, 23, 30]) {
    for (const offset of [0, 1, 4, 5, 22, 23, 24, 10_000]) {
      const page = await historyPage(store, question, { limit, offset, place: null });
      assert.deepEqual(idsOf(page), expected.slice(offset, offset + limit));
      assert.equal(page.next?.offset ?? null, offset + limit < 23 ? offset + limit : null);
      assert.equal(page.previous?.offset ?? null, offset > 0 ? Math.max(0, offset - limit) : null);
      if (page.entries.length === 0) continue;
      const there = async (link: Neighbour | null): Promise<readonly string[]> =>
        link === null ? [] : idsOf(await historyPage(store, question, { limit, ...asSent(link) }));
      assert.deepEqual(
        [await there(page.previous), await there(page.next)],
        [
          expected.slice(Math.max(0, offset - limit), offset),
          expected.slice(offset + limit, offset + 2 * limit),
        ],
        `${limit} from ${offset}`,
      );
    }
  }
  await store.close();
});

test('next goes on where no offset reaches, and previous stops there', async () => {
  const store = createStore(memoryDriver());
  const entries = Array.from({ length: 10_700 }, (_, index) => at(index));
  await store.append(entries);
  const limit = 500;
  const start = await historyPage(store, question, { limit, offset: 9_500, place: null });
  const pages = await follow(store, start, 'next', limit);
  assert.deepEqual(pages.flatMap(idsOf), inOrder(entries).slice(9_500));
  assert.deepEqual(
    pages.map(({ previous }) => previous?.offset ?? null),
    [9_000, 9_500, null],
  );
  const asked = { limit, offset: 10_001, place: null };
  await assert.rejects(historyPage(store, question, asked), Problem);
  // From further behind than that, by a cursor that was made up.
  const [oldest] = entries as [Entry];
  const place = { type: 'before', occurredAt: 0, id: oldest.id } as const;
  await assert.rejects(historyPage(store, question, { limit: 1, offset: 0, place }), Problem);
  await store.close();
});

test('a place outside the range is an empty page or the end of it', async () => {
  const store = createStore(memoryDriver());
  const entries = some(9, 1000);
  await store.append(entries);
  const range = { ...question, from: 1001, to: 1001 };
  const inRange = inOrder(entries.slice(3, 6));
  const id = '01890000-0000-7000-8000-000000000000';
  const from = async (occurredAt: number): Promise<readonly string[]> => {
    const place = { type: 'before', occurredAt, id } as const;
    return idsOf(await historyPage(store, range, { limit: 10, offset: 0, place }));
  };
  assert.deepEqual(await from(5000), []);
  assert.deepEqual(await from(1001), inRange);
  assert.deepEqual(await from(500), inRange);
  await store.close();
});
