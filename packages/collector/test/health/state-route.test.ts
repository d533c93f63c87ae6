import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { movingClock } from '../moving-clock.ts';
import { type Ask, json, onDisk, receiptsOf, startCollector } from '../start-collector.ts';

interface State {
  readonly version: string;
  readonly accepted: { readonly perSecond: number; readonly minutes: readonly { count: number }[] };
  readonly lag: { readonly medianMs: number } | null;
  readonly refused: number;
  readonly dropped: {
    readonly count: number;
    readonly onTheirWay: number;
    readonly gaps: readonly { first: number; last: number; producer: string; reason?: string }[];
  };
  readonly producers: readonly { id: string; lastNumber: number; missing: number }[];
  readonly store: { kind: string; entries: number; bytes?: number; freeBytes?: number };
  readonly cache: { kind: string; hits: number; misses: number };
}

async function stateOf(ask: Ask): Promise<State> {
  const answer = await ask('/v1/health');
  assert.equal(answer.status, 200);
  return (await answer.json()) as State;
}

const producer = (seq: number) => ({ id: 'shop-1', epoch: 'aaaaaaaaaaaaaaaa', seq });

async function openShop(t: TestContext, tenant?: string) {
  const clock = movingClock();
  const { as } = await startCollector(t, { ...onDisk, clock });
  const [writer, reader] = [await as(['ingest'], tenant), await as(['read'], tenant)];
  const post = async (...seqs: readonly number[]) => {
    const occurredAt = new Date(clock.now() - 250).toISOString();
    const entries = seqs.map((seq) => ({ action: 'a', occurredAt, producer: producer(seq) }));
    await receiptsOf(await writer('/v1/entries', json(entries)));
  };
  return { clock, as, writer, reader, post };
}

test('when all is well nothing is dropped, and it tells what came, how late and from whom', async (t) => {
  const { reader, post, clock } = await openShop(t);
  await post(3, 1, 2);
  clock.move(1000);
  const state = await stateOf(reader);
  assert.match(state.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(state.dropped, { count: 0, onTheirWay: 0, gaps: [] });
  assert.equal(state.accepted.perSecond, 0.3);
  assert.equal(state.accepted.minutes.at(-1)?.count, 3);
  assert.equal(state.lag?.medianMs, 250);
  const shop = state.producers.find(({ id }) => id === 'shop-1');
  assert.deepEqual([shop?.lastNumber, shop?.missing], [3, 0]);
  assert.equal(state.store.entries, 3);
  assert.ok((state.store.bytes ?? 0) > 1000 && (state.store.freeBytes ?? 0) > 0);
});

test('a number that is missing for a minute is dropped, and is not any more when it comes', async (t) => {
  const { reader, post, clock } = await openShop(t);
  await post(1, 2, 6, 7);
  assert.deepEqual((await stateOf(reader)).dropped, { count: 0, onTheirWay: 3, gaps: [] });
  clock.move(60_000);
  const { count, onTheirWay, gaps } = (await stateOf(reader)).dropped;
  assert.deepEqual([count, onTheirWay], [3, 0]);
  assert.deepEqual(
    gaps.map(({ producer, first, last }) => [producer, first, last]),
    [['shop-1', 3, 5]],
  );
  await post(3, 4, 5);
  assert.equal((await stateOf(reader)).dropped.count, 0);
});

test('what a producer says that it dropped is counted once, with the reason', async (t) => {
  const { reader, writer, post, clock } = await openShop(t);
  await post(1, 5);
  const gap = {
    ...{ kind: 'gap', action: 'whodid.gap', outcome: 'failure', reason: 'ring full' },
    producer: producer(6),
    data: { producer: 'shop-1', epoch: producer(0).epoch, first: 2, last: 4, count: 3 },
  };
  await receiptsOf(await writer('/v1/entries', json([gap])));
  clock.move(60_000);
  const { count, gaps } = (await stateOf(reader)).dropped;
  assert.equal(count, 3);
  assert.deepEqual(
    gaps.map(({ first, last, reason }) => [first, last, reason]),
    [[2, 4, 'ring full']],
  );
});

test('an entry that comes twice leaves no hole', async (t) => {
  const { reader, writer, clock } = await openShop(t);
  const occurredAt = new Date(clock.now()).toISOString();
  const entry = (seq: number) => ({
    ...{ action: 'a', occurredAt, producer: producer(seq) },
    id: `0193c1f2-0000-7000-8000-00000000000${seq}`,
  });
  await writer('/v1/entries', json([entry(1), entry(2), entry(3)]));
  await writer('/v1/entries', json([entry(2), entry(2), entry(4)]));
  clock.move(60_000);
  const state = await stateOf(reader);
  assert.deepEqual([state.dropped.count, state.store.entries], [0, 4]);
});

test('another tenant is told nothing of this one, and not how large the store is', async (t) => {
  const { as, post, clock } = await openShop(t);
  await post(1, 9);
  clock.move(60_000);
  const state = await stateOf(await as(['read'], 'acme'));
  assert.equal(state.dropped.count, 0);
  assert.deepEqual(state.producers, []);
  assert.deepEqual(Object.keys(state.store).toSorted(), ['entries', 'kind']);
  assert.ok(state.accepted.minutes.every(({ count }) => count === 0));
});
