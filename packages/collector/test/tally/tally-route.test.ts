import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Ask, json, pageOf, problemOf, startCollector } from '../start-collector.ts';

interface Counted {
  readonly count: number;
  readonly failed: number;
  readonly writes: number;
  readonly buckets: readonly { readonly at: string; readonly count: number }[];
  readonly end: string | null;
  readonly groups: readonly {
    readonly by: readonly string[];
    readonly distinct: number;
    readonly values: readonly {
      readonly value: readonly string[];
      readonly name?: string;
      readonly count: number;
      readonly firstAt: string;
      readonly lastAt: string;
    }[];
  }[];
  readonly countedFrom: string | null;
}

// A sale at nine, a refund that was refused at ten, another one at eleven of the next day.
async function openShop(t: TestContext): Promise<Ask> {
  const { as } = await startCollector(t);
  const writer = await as(['ingest']);
  const ada = { type: 'user', id: 'u_1', name: 'Ada' };
  const bob = { type: 'user', id: 'u_2' };
  const drafts = [
    { occurredAt: '2026-03-04T09:00:00.000Z', action: 'order.sell', actor: ada },
    {
      ...{ occurredAt: '2026-03-04T10:00:00.000Z', action: 'order.refund', actor: bob },
      outcome: 'denied',
    },
    { occurredAt: '2026-03-05T11:00:00.000Z', action: 'order.refund', actor: ada },
  ];
  await writer('/v1/entries', json(drafts));
  return await as(['read']);
}

async function tallyOf(answer: Promise<Response>): Promise<Counted> {
  const body = (await (await answer).json()) as Counted;
  assert.equal((await answer).status, 200, JSON.stringify(body));
  return body;
}

test('entries are counted by day and by value, the most first', async (t) => {
  const ask = await openShop(t);
  const range = 'from=2026-03-04T00:00:00Z&to=2026-03-05T23:59:59Z';
  const tally = await tallyOf(ask(`/v1/tally?${range}&by=actor,action/outcome&buckets=2`));
  const { buckets, end, groups, ...counts } = tally;
  assert.deepEqual(counts, { count: 3, failed: 1, writes: 0, countedFrom: null });
  assert.deepEqual(
    buckets.map(({ at, count }) => [at, count]),
    [
      ['2026-03-04T00:00:00.000Z', 2],
      ['2026-03-05T00:00:00.000Z', 1],
    ],
  );
  assert.equal(end, '2026-03-06T00:00:00.000Z');
  const [actors, outcomes] = groups;
  assert.deepEqual(actors?.values[0]?.value, ['user:u_1']);
  assert.equal(actors.values[0]?.name, 'Ada');
  assert.equal(actors.values[0]?.firstAt, '2026-03-04T09:00:00.000Z');
  assert.equal(actors.values[0]?.lastAt, '2026-03-05T11:00:00.000Z');
  assert.equal(actors.distinct, 2);
  assert.deepEqual(outcomes?.by, ['action', 'outcome']);
  assert.equal(outcomes.distinct, 3);
});

test('days begin where the zone says', async (t) => {
  const ask = await openShop(t);
  const range = 'from=2026-03-04T00:00:00Z&to=2026-03-05T23:59:59Z';
  const { buckets } = await tallyOf(ask(`/v1/tally?${range}&buckets=4&zone=Asia/Tokyo`));
  assert.equal(buckets[0]?.at, '2026-03-03T15:00:00.000Z');
});

test('without a range, buckets go from the first entry that matches until now', async (t) => {
  const ask = await openShop(t);
  const { buckets, end } = await tallyOf(ask('/v1/tally?q=action:order.refund&buckets=400'));
  const first = Date.parse(buckets[0]?.at ?? '');
  assert.ok(first <= Date.parse('2026-03-04T10:00:00.000Z'));
  assert.equal(buckets[0]?.count, 1);
  assert.ok(Date.parse(end ?? '') > Date.now());
  const nothing = await tallyOf(ask('/v1/tally?q=action:never&buckets=10'));
  assert.deepEqual([nothing.buckets, nothing.end, nothing.count], [[], null, 0]);
});

test('what was counted for somebody is recorded, as a look', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['read', 'audit']);
  await tallyOf(ask('/v1/tally?q=action:order.refund'));
  const { entries } = await pageOf(await ask('/v1/entries?q=action:whodid.look'));
  assert.equal(entries.length >= 1, true);
  assert.match(JSON.stringify(entries), /order\.refund/);
});

const refused: Readonly<Record<string, string>> = {
  'by=colour': 'by',
  'by=action/actor/target': 'by',
  'by=action,action,action,action,action,action,action,action,action': 'by',
  'top=0': 'top',
  'buckets=401': 'buckets',
  'zone=Mars/Olympus': 'zone',
  'order=size': 'order',
  'from=someday': 'from',
};

for (const [search, parameter] of Object.entries(refused)) {
  test(`a tally with ${search} is refused with the parameter`, async (t) => {
    const { as } = await startCollector(t);
    const answer = await (await as(['read']))(`/v1/tally?${search}`);
    const problem = await problemOf(answer, 400, 'PARAMETER_INVALID');
    assert.match(JSON.stringify(problem), new RegExp(`\\b${parameter}\\b`));
  });
}
