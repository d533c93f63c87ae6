// What a history is, said once more without any index: the answers must be the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Ask } from '../start-collector.ts';
import { type ARequest, aRequest } from './a-request.ts';
import { all, historyOf, own, startHistories } from './histories.ts';

const start = Date.UTC(2025, 0, 30);
const hourMs = 3_600_000;

const users = ['ada', 'Ada', 'ADA', 'auth0|5f7c', '13', 'a b', null];
const names = ['orders', 'Orders', 'orders-redeem', '/orders/:id', '/health', 'a "b"', undefined];
const hidden = ['orders', '/health', 'a "b"'];

const request: fc.Arbitrary<ARequest> = fc
  .tuple(
    fc.constantFrom(...users),
    fc.constantFrom(...names),
    fc.constantFrom(...names),
    fc.nat(72),
  )
  .map(([user, name, route, hour]) => ({
    user,
    ...(name === undefined ? {} : { name }),
    ...(route === undefined ? {} : { route }),
    at: start + hour * hourMs - 1,
  }));

const bound = fc.option(
  fc.oneof(
    fc.constantFrom('2025-01-29', '2025-01-30', '2025-01-31', '2025-02-01', '2025-02-02'),
    fc.nat(72).map((hour) => new Date(start + hour * hourMs - 1).toISOString()),
  ),
  { nil: undefined },
);

const asked = fc.record(
  {
    created_time_after: bound,
    created_time_before: bound,
    limit: fc.integer({ min: 1, max: 100 }),
    offset: fc.oneof(fc.nat(10), fc.nat(400)),
    user_id: fc.option(fc.constantFrom(...users.filter((user) => user !== null), 'nobody'), {
      nil: undefined,
    }),
    url_name: fc.option(fc.constantFrom(...names.filter((name) => name !== undefined), 'none'), {
      nil: undefined,
    }),
  },
  { requiredKeys: [] },
);
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

interface Kept extends ARequest {
  readonly id: string;
}

function expectedOf(
  kept: readonly Kept[],
  { created_time_after: after, created_time_before: before, user_id, url_name }: Asked,
  hiding: readonly string[],
): readonly string[] {
  const from = after === undefined ? -Infinity : Date.parse(after);
  const wholeDay = before?.length === 10 ? 24 * hourMs - 1 : 0;
  const to = before === undefined ? Infinity : Date.parse(before) + wholeDay;
  const called = ({ name, route }: Kept, wanted: string): boolean =>
    [name, route].some((one) => one?.toLowerCase() === wanted.toLowerCase());
  return kept
    .filter(({ at }) => at >= from && at <= to)
    .filter(({ user }) => user_id === undefined || user === user_id)
    .filter((one) => url_name === undefined || called(one, url_name))
    .filter((one) => !hiding.some((route) => called(one, route)))
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

test('a history is what a filter of all entries gives, page by page', async (t) => {
  const { admin, person, post } = await startHistories(t, { store: null, history: { hidden } });
  const requests = fc.sample(request, { numRuns: 300, seed: 7 });
  const ids = await post(requests.map(aRequest));
  const kept = requests.map((one, index): Kept => ({ ...one, id: ids[index] ?? '' }));
  const people = new Map(
    await Promise.all(
      users
        .filter((user) => user !== null)
        .map(async (user) => [user, await person(user)] as const),
    ),
  );
  const property = fc.asyncProperty(asked, fc.boolean(), async (parameters, isOwn) => {
    const { user_id, url_name: _, ...common } = parameters;
    const [user, ask] = [...people].find(([known]) => known === user_id) ?? [
      'ada',
      people.get('ada'),
    ];
    if (isOwn) {
      const expected = expectedOf(kept, { ...common, user_id: user }, hidden);
      await compare(ask as Ask, own, common, expected);
    } else {
      await compare(admin, all, parameters, expectedOf(kept, parameters, []));
    }
  });
  await fc.assert(property, { numRuns: 150 });
});

async function compare(
  ask: Ask,
  path: string,
  asks: Asked,
  expected: readonly string[],
): Promise<void> {
  const url = `${path}?${queryOf(asks)}`;
  if (isBackwards(asks)) return assert.equal((await ask(url)).status, 400);
  const { limit = 100, offset = 0 } = asks;
  const { count, next, previous, results } = await historyOf(ask(url));
  assert.equal(count, expected.length);
  assert.deepEqual([next === null, previous === null], [offset + limit >= count, offset === 0]);
  const seen = results.map(({ id }) => id);
  assert.deepEqual(seen, expected.slice(offset, offset + limit));
  if (next === null) return;
  const second = await historyOf(ask(next));
  seen.push(...second.results.map(({ id }) => id));
  assert.deepEqual(seen, expected.slice(offset, offset + 2 * limit));
}

function queryOf(parameters: object): URLSearchParams {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

function isBackwards({ created_time_after: after, created_time_before: before }: Asked): boolean {
  if (after === undefined || before === undefined) return false;
  return Date.parse(after) > Date.parse(before) + (before.length === 10 ? 24 * hourMs - 1 : 0);
}
