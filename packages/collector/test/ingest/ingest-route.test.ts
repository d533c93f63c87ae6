import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Clock, createIds, systemClock } from '@whodid/core';
import { movingClock } from '../moving-clock.ts';
import {
  json,
  ndjson,
  onDisk,
  pageOf,
  problemOf,
  receiptsOf,
  startCollector,
} from '../start-collector.ts';

const nextId = createIds(systemClock);

/** An entry as the library sends it: complete, so that nothing is filled in. */
function complete(overrides: object = {}, clock: Clock = systemClock): object {
  const now = new Date(clock.now()).toISOString();
  return {
    id: nextId(),
    occurredAt: now,
    observedAt: now,
    schemaVersion: 1,
    tenant: 'default',
    kind: 'action',
    action: 'invoice.approve',
    outcome: 'success',
    actor: { type: 'user', id: 'u-1', name: 'Ada' },
    targets: [{ type: 'invoice', id: '4711' }],
    service: { name: 'shop' },
    producer: { id: 'p', epoch: '0123456789abcdef', seq: 1 },
    ...overrides,
  };
}

test('an entry posted by hand needs only an action; the rest is filled in and returned', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest', 'read']);
  const [receipt] = await receiptsOf(await ask('/v1/entries', json({ action: 'door.open' })));
  assert.equal(receipt?.fate, 'stored');
  const entry = receipt.entry ?? {};
  assert.equal(entry.id, receipt.id);
  assert.equal(entry.tenant, 'default');
  assert.match(String(entry.occurredAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const { id, epoch, seq } = entry.producer as { id: string; epoch: string; seq: number };
  assert.deepEqual([id, seq, epoch.length], ['collector', 1, 16]);
  assert.deepEqual(await (await ask(`/v1/entries/${receipt.id}`)).json(), entry);
});

test('the numbers of entries posted by hand have no holes, whatever was not stored between', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const id = nextId();
  const seqs: unknown[] = [];
  const repeated = { id, action: 'a' };
  for (const body of [repeated, { action: 7 }, { actor: 1 }, repeated, { action: 'b' }]) {
    const [receipt] = await receiptsOf(await ask('/v1/entries', json([body])));
    const producer = receipt?.entry?.producer as { seq: number } | undefined;
    if (receipt?.fate === 'stored') seqs.push(producer?.seq);
  }
  assert.deepEqual(seqs, [1, 2]);
});

test('a complete entry is kept as it is and not sent back', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest', 'read']);
  const entry = complete() as { id: string };
  const [receipt] = await receiptsOf(await ask('/v1/entries', json([entry])));
  assert.deepEqual(receipt, { id: entry.id, fate: 'stored' });
  assert.deepEqual(await (await ask(`/v1/entries/${entry.id}`)).json(), entry);
});

test('the same batch again is a duplicate of each', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest', 'read']);
  const batch = [complete(), complete(), complete()];
  await receiptsOf(await ask('/v1/entries', json(batch)));
  const again = await receiptsOf(await ask('/v1/entries', ndjson(...batch)));
  assert.deepEqual(
    again.map(({ fate }) => fate),
    ['duplicate', 'duplicate', 'duplicate'],
  );
  assert.equal((await pageOf(await ask('/v1/entries'))).entries.length, 3);
});

test('bodies are taken as they come, as gzip and as zstd', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const bytes = Buffer.from(JSON.stringify([complete()]));
  for (const [encoding, body] of [
    ['identity', bytes],
    ['gzip', gzipSync(bytes)],
    ['zstd', zstdCompressSync(bytes)],
  ] as const) {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    const [receipt] = await receiptsOf(await ask('/v1/entries', { method: 'POST', body, headers }));
    assert.notEqual(receipt?.fate, 'refused');
  }
});

test('one broken line costs only itself', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const known = complete({ actor: 'nobody' }) as { id: string };
  const body = ndjson({ action: 'a' }, '{"action":', '{"deep":'.repeat(70), known, { action: 'b' });
  const receipts = await receiptsOf(await ask('/v1/entries', body));
  assert.deepEqual(
    receipts.map(({ fate }) => fate),
    ['stored', 'refused', 'refused', 'refused', 'stored'],
  );
  assert.deepEqual(receipts[1], {
    id: null,
    fate: 'refused',
    reason: 'The entry is not JSON',
    index: 1,
  });
  assert.equal(receipts[2]?.reason, 'The entry is nested more than 64 deep');
  assert.equal(receipts[3]?.id, known.id);
});

test('what is refused is told by place, and never quoted', async (t) => {
  const { as, collector } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const secret = 'hunter2-hunter2';
  const wrong = [
    { action: { password: secret } },
    { action: 'a', actor: { type: secret, id: 'x' } },
    { action: 'a', occurredAt: secret },
    { action: 'a', id: secret },
    { action: 'a', targets: secret },
    secret,
    [secret],
    `{"action":"${secret}`,
  ];
  const texts: string[] = [];
  for (const one of wrong) texts.push(await (await ask('/v1/entries', json(one))).text());
  texts.push(await (await ask('/v1/entries', ndjson(...wrong))).text());
  texts.push(await (await fetch(`${collector.url}/v1/entries`, json(wrong))).text());
  for (const text of texts) assert.equal(text.includes(secret), false, text);
});

test('unknown fields are refused by name, and data takes anything', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const body = json({ action: 'a', acter: { type: 'user', id: 'x' } });
  const problem = await problemOf(await ask('/v1/entries', body), 422, 'ENTRY_INVALID');
  assert.match(String(problem.detail), /acter/);
  const fine = json({ action: 'a', data: { acter: [1, null, { deep: true }] } });
  assert.equal((await receiptsOf(await ask('/v1/entries', fine)))[0]?.fate, 'stored');
});

test('an entry that names another tenant is refused, and its neighbours are not', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const acme = await as(['ingest', 'read'], 'acme');
  const other = await as(['read'], 'other');
  const body = json([
    { action: 'a', tenant: 'other' },
    { action: 'b', tenant: 'acme' },
    { action: 'c' },
  ]);
  const receipts = await receiptsOf(await acme('/v1/entries', body));
  assert.deepEqual(
    receipts.map(({ fate }) => fate),
    ['refused', 'stored', 'stored'],
  );
  assert.equal((await pageOf(await acme('/v1/entries'))).entries.length, 2);
  assert.equal((await pageOf(await other('/v1/entries'))).entries.length, 0);
  assert.equal((await other(`/v1/entries/${receipts[1]?.id}`)).status, 404);
});

test('other content under a taken id is a conflict, changes nothing, and is itself an entry', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest', 'read']);
  const first = complete() as { id: string };
  const second = { ...first, action: 'invoice.reject' };
  await receiptsOf(await ask('/v1/entries', json([first])));
  const receipts = await receiptsOf(await ask('/v1/entries', json([second, { action: 'b' }])));
  assert.deepEqual(
    receipts.map(({ id, fate }) => [id === first.id, fate]),
    [
      [true, 'conflict'],
      [false, 'stored'],
    ],
  );
  assert.deepEqual(await (await ask(`/v1/entries/${first.id}`)).json(), first);
  const { entries } = await pageOf(await ask('/v1/entries?q=action:whodid.conflict'));
  assert.equal(entries.length, 1);
  const [note] = entries;
  assert.deepEqual([note?.kind, note?.stream], ['note', 'INTERNAL']);
  assert.deepEqual(note?.targets, [{ type: 'entry', id: first.id }]);
  const data = note?.data as { kept: string; offered: string };
  assert.match(data.kept, /^[0-9a-f]{64}$/);
  assert.match(data.offered, /^[0-9a-f]{64}$/);
  assert.notEqual(data.kept, data.offered);
});

test('a single entry in conflict is answered with 409', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const first = complete();
  await receiptsOf(await ask('/v1/entries', json(first)));
  const answer = await ask('/v1/entries', json({ ...first, outcome: 'failure' }));
  await problemOf(answer, 409, 'ENTRY_CONFLICT');
});

// Who gives an id wants to be able to repeat. The time that we filled in must not spoil that.
test('an entry with an id but without a time, sent again, is a duplicate', async (t) => {
  const clock = movingClock();
  const { as } = await startCollector(t, { ...onDisk, clock });
  const ask = await as(['ingest', 'read']);
  const entry = { id: nextId(), action: 'backup.done', actor: { type: 'service', id: 'cron' } };
  const [first] = await receiptsOf(await ask('/v1/entries', json(entry)));
  clock.move(5000);
  const [again] = await receiptsOf(await ask('/v1/entries', json(entry)));
  assert.deepEqual([first?.fate, again?.fate], ['stored', 'duplicate']);
  assert.deepEqual(again?.entry, first?.entry);
  const other = json([{ ...entry, action: 'backup.failed' }]);
  assert.equal((await receiptsOf(await ask('/v1/entries', other)))[0]?.fate, 'conflict');
});

test('many posts at once all get their receipts, and every entry is there once', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest', 'read']);
  const posts = Array.from({ length: 20 }, async () => {
    const batch = Array.from({ length: 20 }, () => complete());
    return receiptsOf(await ask('/v1/entries', json(batch)));
  });
  const receipts = (await Promise.all(posts)).flat();
  assert.ok(receipts.every(({ fate }) => fate === 'stored'));
  const { entries, next } = await pageOf(await ask('/v1/entries?limit=500'));
  assert.equal(next, null);
  assert.deepEqual(new Set(entries.map(({ id }) => id)), new Set(receipts.map(({ id }) => id)));
  assert.equal(entries.length, 400);
});

test('an empty list is fine', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  assert.deepEqual(await receiptsOf(await ask('/v1/entries', json([]))), []);
});

test('an id is only told back if it is one', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['ingest']);
  const id = randomUUID();
  const body = json([{ id, action: 1 }, { id: 'x', action: 1 }, { action: 'a' }]);
  const receipts = await receiptsOf(await ask('/v1/entries', body));
  assert.deepEqual(receipts.map((receipt) => receipt.id).slice(0, 2), [id, null]);
});
