import assert from 'node:assert/strict';
import { test } from 'node:test';
import { movingClock } from '../moving-clock.ts';
import { json, pageOf, receiptsOf, startCollector } from '../start-collector.ts';

const minuteMs = 60_000;

test('paging through a list gives every entry once, newest first', async (t) => {
  const clock = movingClock();
  const { as } = await startCollector(t, { clock });
  const ask = await as(['ingest', 'read']);
  const now = clock.now();
  const batch = Array.from({ length: 25 }, (_, at) => ({
    action: at % 2 === 0 ? 'even' : 'odd',
    occurredAt: new Date(now - at * minuteMs).toISOString(),
  }));
  await receiptsOf(await ask('/v1/entries', json(batch)));
  const times: unknown[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    // Time goes on between two pages, and the query's own times must not.
    const place: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await pageOf(await ask(`/v1/entries?q=action:even+created:>=1h&limit=4${place}`));
    times.push(...page.entries.map(({ occurredAt }) => occurredAt));
    cursor = page.next;
    clock.move(minuteMs);
  }
  const even = batch.filter(({ action }) => action === 'even');
  assert.deepEqual(
    times,
    even.map(({ occurredAt }) => occurredAt),
  );
});

test('from and to are included and take words as the query language does', async (t) => {
  const clock = movingClock(Date.UTC(2026, 10, 20, 12));
  const { as } = await startCollector(t, { clock });
  const ask = await as(['ingest', 'read']);
  const times = [
    '2026-11-20T11:00:00.000Z',
    '2026-11-19T23:59:59.999Z',
    '2026-11-19T00:00:00.000Z',
  ];
  const batch = times.map((occurredAt) => ({ action: 'a', occurredAt }));
  await receiptsOf(await ask('/v1/entries', json(batch)));
  const found = async (parameters: string) =>
    (await pageOf(await ask(`/v1/entries?${parameters}`))).entries.map((e) => e.occurredAt);
  assert.deepEqual(await found(`from=${times[1]}`), times.slice(0, 2));
  assert.deepEqual(await found(`to=${times[1]}`), times.slice(1));
  assert.deepEqual(await found('from=yesterday&to=yesterday'), times.slice(1));
  assert.deepEqual(await found('from=2h'), times.slice(0, 1));
  assert.deepEqual(await found('from=2026-11-20&to=now'), times.slice(0, 1));
  assert.deepEqual(
    await found(`from=${encodeURIComponent('2026-11-20T12:00+01:00')}`),
    times.slice(0, 1),
  );
});

test('a cursor of another query is refused', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  await receiptsOf(await ask('/v1/entries', json([{ action: 'a' }, { action: 'a' }])));
  const { next } = await pageOf(await ask('/v1/entries?q=action:a&limit=1'));
  const answer = await ask(`/v1/entries?q=action:b&limit=1&cursor=${next}`);
  assert.equal(answer.status, 400);
});

test('what comes out is the canonical text that was kept', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  const text = 'é "\\ \u2028 😀';
  const body = json({ action: 'z', message: text, data: { b: 1e21, a: [0.1, -0, true, null] } });
  const [receipt] = await receiptsOf(await ask('/v1/entries', body));
  const one = await (await ask(`/v1/entries/${receipt?.id}`)).text();
  const list = await (await ask('/v1/entries')).text();
  assert.equal(list, `{"entries":[${one}],"next":null}`);
  assert.ok(one.includes('"data":{"a":[0.1,0,true,null],"b":1e+21}'), one);
  assert.equal((JSON.parse(one) as { message: string }).message, text);
  const upper = await ask(`/v1/entries/${receipt?.id?.toUpperCase()}`);
  assert.equal(await upper.text(), one);
});

test('the longest page there can be goes out whole', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  const batch = Array.from({ length: 500 }, () => ({ action: 'a', message: 'm'.repeat(5000) }));
  await receiptsOf(await ask('/v1/entries', json(batch)));
  const { entries } = await pageOf(await ask('/v1/entries?limit=500'));
  assert.equal(entries.length, 500);
  assert.equal((await pageOf(await ask('/v1/entries'))).entries.length, 50);
});
