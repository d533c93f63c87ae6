import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Entry, Query } from '@whodid/core';
import { createStore, memoryDriver, type Store, sqliteDriver } from '@whodid/store';
import fc from 'fast-check';
import { entryFields, queriesFor, spanMs, startAt } from './arbitraries.ts';

// `matches` says what a query means, and the memory driver asks nobody else. Whatever the index
// makes of a query, the same entries come back in the same order, over page boundaries.

const page = fc.record({
  limit: fc.constantFrom(3, 50, 500),
  from: fc.option(
    fc.nat(spanMs).map((at) => startAt + at),
    { nil: undefined },
  ),
  to: fc.option(
    fc.nat(spanMs).map((at) => startAt + at),
    { nil: undefined },
  ),
  tenant: fc.constantFrom('main', 'other', 'nobody'),
});

describe('a small store, where few hits are sorted', () =>
  compare(150, 2500, (entries) => entries));

describe('a store of several zones, filled in order of time', () =>
  compare(4000, 60, (entries) =>
    entries.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)),
  ));

describe('a store of several zones, filled in no order', () =>
  compare(4000, 50, (entries) => entries));

function compare(
  count: number,
  runs: number,
  arrange: (entries: readonly Entry[]) => readonly Entry[],
): void {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-equal-'));
  const expected = createStore(memoryDriver());
  const actual = createStore(sqliteDriver({ directory, threads: false }));
  const made = fc.sample(entryFields, { numRuns: count, seed: 7 });
  const entries = arrange(made.map((toEntry, index) => toEntry(index)));

  before(async () => {
    assert.deepEqual(await actual.append(entries), await expected.append(entries));
  });
  after(async () => {
    await actual.close();
    rmSync(directory, { recursive: true });
  });

  test('gives the same entries as `matches`', async () => {
    const property = fc.asyncProperty(queriesFor(entries), page, async (query, options) => {
      assert.deepEqual(
        await twoPages(actual, { query, ...options }),
        await twoPages(expected, { query, ...options }),
      );
    });
    await fc.assert(property, { numRuns: runs });
  });
}

async function twoPages(
  store: Store,
  request: Parameters<Store['list']>[0] & { readonly query: Query },
): Promise<unknown> {
  const first = await store.list(request);
  const second = first.next === null ? null : await store.list({ ...request, cursor: first.next });
  return [first, second].map((one) => one?.entries.map(({ id, text }) => [id, text]));
}
