import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, onDisk, problemOf, startCollector } from '../start-collector.ts';

const hourMs = 3_600_000;

interface Overview {
  readonly now: { count: number; failed: number; buckets: object[]; groups: { by: string[] }[] };
  readonly before: { count: number; buckets: number[] };
  readonly hints: readonly { text: string; query: string }[];
  readonly failing: readonly object[];
}

test('a period is told beside the one before it, with what is unusual', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const at = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * hourMs).toISOString();
  const writer = await as(['ingest']);
  const quiet = Array.from({ length: 100 }, (_, number) => ({
    ...{ action: 'order.view', occurredAt: at(2 + number) },
    actor: { type: 'user', id: 'u_1' },
  }));
  const attack = Array.from({ length: 30 }, (_, number) => ({
    ...{ kind: 'auth', action: 'user.login', outcome: 'denied', occurredAt: at(1 + number / 100) },
    client: { ip: '203.0.113.9', ipTrusted: true },
  }));
  await writer('/v1/entries', json([...quiet, ...attack]));
  const ask = await as(['read']);
  const answer = await ask('/v1/overview?from=24h&buckets=24');
  const { now, before, hints } = (await answer.json()) as Overview;
  assert.equal(answer.status, 200);
  // Besides these there is what the collector itself did: keys were made.
  assert.ok(now.count >= 52 && now.count < 60, String(now.count));
  assert.equal(now.failed, 30);
  assert.ok(before.count >= 23 && before.count <= 25, String(before.count));
  assert.equal(before.buckets.length, now.buckets.length);
  assert.equal(hints.length, 2);
  assert.equal(hints[0]?.text, '30 failed sign-ins from 203.0.113.9');
  assert.match(hints[1]?.text ?? '', /^30 entries failed or were denied, 5\d % of all$/);
  const behind = await ask(`/v1/entries?q=${encodeURIComponent(hints[0]?.query ?? '')}`);
  assert.equal(((await behind.json()) as { entries: object[] }).entries.length, 30);
});

test('without a beginning it is the time since the first entry', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const occurredAt = new Date(Date.now() - 400 * 24 * hourMs).toISOString();
  await (await as(['ingest']))('/v1/entries', json([{ action: 'order.view', occurredAt }]));
  const answer = await (await as(['read']))('/v1/overview');
  const { now, before } = (await answer.json()) as Overview;
  assert.ok(now.count >= 1);
  assert.ok(now.groups[0]?.by.includes('actor'));
  assert.equal(before.count, 0);
  assert.ok((now.buckets[0] as { at: string }).at <= occurredAt);
  assert.ok((now.buckets[1] as { at: string }).at > occurredAt);
  assert.equal((now.buckets[0] as { count: number }).count, 1);
});

test('what fails is found however seldom it is done', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const many = Array.from({ length: 60 }, (_, at) => ({ action: `often.${at % 12}` }));
  const rare = { action: 'card.charge', outcome: 'failure' };
  await (await as(['ingest']))('/v1/entries', json([...many, rare, { action: 'card.charge' }]));
  const answer = await (await as(['read']))('/v1/overview?from=24h');
  const { failing } = (await answer.json()) as Overview;
  assert.deepEqual(failing, [{ action: 'card.charge', failed: 1, count: 2 }]);
});

test('a country is new only if it was never seen before', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const seen = (hoursAgo: number, country: string): object => ({
    ...{ action: 'order.view', occurredAt: new Date(Date.now() - hoursAgo * hourMs).toISOString() },
    ...{ actor: { type: 'user', id: 'u_1', name: 'Ada' } },
    client: { ip: '203.0.113.9', ipTrusted: true, country },
  });
  const usual = Array.from({ length: 80 }, (_, at) => seen(26 + at, 'NL'));
  const now = [seen(1, 'VN'), seen(1, 'FI')];
  // Long before what the period is compared with.
  const once = seen(24 * 200, 'VN');
  await (await as(['ingest']))('/v1/entries', json([...usual, ...now, once]));
  const answer = await (await as(['read']))('/v1/overview?from=24h');
  const { hints } = (await answer.json()) as Overview;
  assert.deepEqual(
    hints.map(({ text }) => text),
    ['First time that Ada is seen in FI'],
  );
});

test('an empty log is no reason for a hint', async (t) => {
  const { as } = await startCollector(t);
  const answer = await (await as(['read']))('/v1/overview');
  assert.deepEqual(((await answer.json()) as Overview).hints, []);
});

test('a range that is none is refused', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['read']);
  await problemOf(await ask('/v1/overview?from=someday'), 400, 'PARAMETER_INVALID');
  await problemOf(await ask('/v1/overview?zone=Mars/Olympus'), 400, 'PARAMETER_INVALID');
});
