import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Ask,
  json,
  onDisk,
  problemOf,
  receiptsOf,
  startCollector,
} from '../start-collector.ts';

interface Board {
  readonly query: string;
  readonly counts: { PENDING: number; IN_PROGRESS: number; DONE: number };
  readonly cards: readonly {
    readonly entry: { id: string; action: string };
    readonly standing: { stage: string; revision: number; assignee?: string; note?: string };
  }[];
  readonly next: string | null;
}

interface Scene {
  readonly ids: readonly string[];
  readonly ask: Ask;
  board(search?: string): Promise<Board>;
  move(id: string, change: object): Promise<void>;
}

// Six entries that were denied, oldest first, and as many that succeeded.
async function openScene(t: TestContext): Promise<Scene> {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['triage']);
  const outcomes = ['denied', 'success'];
  const drafts = Array.from({ length: 12 }, (_, at) => ({
    action: `order.${at}`,
    outcome: outcomes[at % 2],
    occurredAt: new Date(Date.now() - 60_000 + at * 1000).toISOString(),
  }));
  const receipts = await receiptsOf(await (await as(['ingest']))('/v1/entries', json(drafts)));
  const ids = receipts.map(({ id }) => id ?? '').filter((_, at) => at % 2 === 0);
  return {
    ...{ ids, ask },
    async board(search = '') {
      const answer = await ask(`/v1/triage?${search}`);
      const body = (await answer.json()) as Board;
      assert.equal(answer.status, 200, JSON.stringify(body));
      return body;
    },
    async move(id, change) {
      const answer = await ask(`/v1/entries/${id}/triage`, json(change));
      assert.equal(answer.status, 200, await answer.text());
    },
  };
}

function idsOf({ cards }: Board): readonly string[] {
  return cards.map(({ entry }) => entry.id);
}

test('what failed or was denied waits, newest first, until somebody takes it', async (t) => {
  const { ids, board, move } = await openScene(t);
  const [first = '', second = ''] = ids;
  assert.deepEqual(idsOf(await board()), ids.toReversed());
  await move(first, { stage: 'IN_PROGRESS', assignee: 'ada', note: 'I look into it.' });
  await move(second, { note: 'Looks odd.' });
  const waiting = await board();
  assert.deepEqual(idsOf(waiting), ids.slice(1).toReversed());
  assert.deepEqual(waiting.counts, { PENDING: 5, IN_PROGRESS: 1, DONE: 0 });
  const noted = waiting.cards.find(({ entry }) => entry.id === second);
  assert.equal(noted?.standing.note, 'Looks odd.');
  const { cards } = await board('stage=IN_PROGRESS');
  assert.deepEqual(
    cards.map(({ entry, standing: { stage, assignee, revision } }) => [
      ...[entry.id, stage, assignee, revision],
    ]),
    [[first, 'IN_PROGRESS', 'ada', 1]],
  );
  await move(first, { stage: 'DONE' });
  assert.deepEqual((await board('stage=IN_PROGRESS')).cards, []);
  assert.deepEqual(idsOf(await board('stage=DONE')), [first]);
  assert.deepEqual((await board()).counts, { PENDING: 5, IN_PROGRESS: 0, DONE: 1 });
});

test('a query says what waits, and cuts down what was taken', async (t) => {
  const { ids, board, move } = await openScene(t);
  const all = await board('q=action:order.');
  assert.equal(all.cards.length, 12);
  assert.equal(all.query, 'action:order.');
  await move(ids[0] ?? '', { stage: 'IN_PROGRESS' });
  assert.equal((await board('q=action:order.')).counts.PENDING, 11);
  assert.equal((await board('q=action:order.0&stage=IN_PROGRESS')).cards.length, 1);
  assert.equal((await board('q=action:order.2&stage=IN_PROGRESS')).cards.length, 0);
});

test('only what is assigned to somebody, or to nobody', async (t) => {
  const { ids, board, move } = await openScene(t);
  const [one = '', other = ''] = ids;
  await move(one, { stage: 'IN_PROGRESS', assignee: 'ada' });
  await move(other, { stage: 'IN_PROGRESS' });
  assert.deepEqual(idsOf(await board('stage=IN_PROGRESS&assignee=ada')), [one]);
  assert.deepEqual(idsOf(await board('stage=IN_PROGRESS&assignee=')), [other]);
  assert.equal((await board('assignee=ada')).cards.length, 0);
});

test('pages follow each other in every stage', async (t) => {
  const { ids, board, move } = await openScene(t);
  for (const id of ids.slice(0, 3)) await move(id, { stage: 'IN_PROGRESS' });
  for (const [stage, expected] of [
    ['PENDING', ids.slice(3)],
    ['IN_PROGRESS', ids.slice(0, 3)],
  ] as const) {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await board(`stage=${stage}&limit=1${cursor}`);
      seen.push(...idsOf(page));
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    assert.deepEqual(seen, expected.toReversed(), stage);
  }
});

test('what was moved before the collector was started is where it was', async (t) => {
  const { as, collector, dataDir } = await startCollector(t, onDisk);
  const [receipt] = await receiptsOf(
    await (await as(['ingest']))('/v1/entries', json({ action: 'a', outcome: 'denied' })),
  );
  const ask = await as(['triage']);
  await ask(`/v1/entries/${receipt?.id}/triage`, json({ stage: 'IN_PROGRESS' }));
  await collector.close();
  const again = await startCollector(t, { ...onDisk, dataDir });
  const answer = await (await again.as(['read']))('/v1/triage?stage=IN_PROGRESS');
  assert.deepEqual(idsOf((await answer.json()) as Board), [receipt?.id]);
});

test('what is not a stage, a query or a page is refused', async (t) => {
  const { ask } = await openScene(t);
  await problemOf(await ask('/v1/triage?stage=LATER'), 400, 'PARAMETER_INVALID');
  await problemOf(await ask('/v1/triage?q=actr:ada'), 400, 'QUERY_INVALID');
  await problemOf(await ask('/v1/triage?cursor=x'), 400, 'CURSOR_INVALID');
});

test('behind many that were taken the others still wait, and each filter has its own counts', async (t) => {
  const { as } = await startCollector(t, { ...onDisk, rateLimits: null });
  const drafts = Array.from({ length: 160 }, (_, at) => ({
    ...{ action: `order.${at % 2}`, outcome: 'denied' },
    occurredAt: new Date(Date.now() - 60_000 + at).toISOString(),
  }));
  const receipts = await receiptsOf(await (await as(['ingest']))('/v1/entries', json(drafts)));
  const ids = receipts.map(({ id }) => id ?? '');
  const ask = await as(['triage']);
  const move = async (id: string, change: object): Promise<void> => {
    await ask(`/v1/entries/${id}/triage`, json(change));
  };
  for (const id of ids.slice(10)) await move(id, { stage: 'IN_PROGRESS' });
  await move(ids[0] ?? '', { assignee: 'ada' });
  const board = async (search: string): Promise<Board> =>
    (await (await ask(`/v1/triage?${search}`)).json()) as Board;
  const waiting = await board('limit=5');
  assert.deepEqual(idsOf(waiting), ids.slice(5, 10).toReversed());
  assert.deepEqual(waiting.counts, { PENDING: 10, IN_PROGRESS: 150, DONE: 0 });
  const hers = await board('assignee=ada');
  assert.deepEqual(idsOf(hers), [ids[0]]);
  assert.deepEqual(hers.counts, { PENDING: 1, IN_PROGRESS: 0, DONE: 0 });
  assert.deepEqual((await board('q=action:order.0')).counts, {
    ...{ PENDING: 5, IN_PROGRESS: 75, DONE: 0 },
  });
});
