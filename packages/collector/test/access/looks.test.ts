import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import {
  type Ask,
  json,
  pageOf,
  problemOf,
  receiptsOf,
  startCollector,
} from '../start-collector.ts';

const ofLooks = '/v1/entries?q=action:whodid.look';

async function looksSeenBy(ask: Ask): Promise<readonly EntryFields[]> {
  const { entries } = await pageOf(await ask(ofLooks));
  return entries as unknown as readonly EntryFields[];
}

test('every way to look at entries is itself an entry, for auditors to see', async (t) => {
  const { as } = await startCollector(t);
  const [writer, reader, auditor] = [await as(['ingest']), await as(['read']), await as(['audit'])];
  const [receipt] = await receiptsOf(await writer('/v1/entries', json({ action: 'a' })));
  await pageOf(await reader('/v1/entries?q=action:a&from=2026-01-01'));
  assert.equal((await reader(`/v1/entries/${receipt?.id}`)).status, 200);
  const live = await reader('/v1/entries/live?q=action:a');
  await live.body?.cancel();
  const looks = await looksSeenBy(auditor);
  assert.deepEqual(
    looks.map(({ data, actor }) => [actor.name, (data as { what: string }).what]),
    [
      ['read', 'live'],
      ['read', 'entry'],
      ['read', 'list'],
    ],
  );
  assert.deepEqual(looks[1]?.targets, [{ type: 'entry', id: receipt?.id }]);
  assert.deepEqual(looks[2]?.data, {
    what: 'list',
    query: 'action:a',
    from: '2026-01-01T00:00:00.000Z',
    entries: 1,
  });
});

test('who looked is shown to auditors only, and only if they ask for it', async (t) => {
  const { as } = await startCollector(t);
  const [reader, auditor] = [await as(['read']), await as(['audit'])];
  await pageOf(await reader('/v1/entries'));
  const [look] = await looksSeenBy(auditor);
  assert.equal((await auditor(`/v1/entries/${look?.id}`)).status, 200);
  for (const q of ['', 'action:whodid.look', 'action:whodid.', 'whodid', `id:${look?.id}`]) {
    const path = `/v1/entries?q=${encodeURIComponent(q)}`;
    assert.deepEqual((await pageOf(await reader(path))).entries, [], q);
    const asked = q.startsWith('action:');
    assert.equal((await pageOf(await auditor(path))).entries.length > 0, asked, q);
  }
  await problemOf(await reader(`/v1/entries/${look?.id}`), 404, 'NOT_FOUND');
});

test('looking again and again at looks does not fill the log', async (t) => {
  const { as } = await startCollector(t);
  const auditor = await as(['audit']);
  for (let times = 0; times < 50; times += 1) await pageOf(await auditor(ofLooks));
  assert.equal((await looksSeenBy(auditor)).length, 1);
});

test('what only the collector records cannot be posted', async (t) => {
  const { as } = await startCollector(t);
  const [writer, auditor] = [await as(['ingest']), await as(['audit'])];
  const forged = { action: 'whodid.look', actor: { type: 'user', id: 'eve' } };
  await problemOf(await writer('/v1/entries', json(forged)), 422, 'ENTRY_INVALID');
  const receipts = await receiptsOf(await writer('/v1/entries', json([forged, { action: 'a' }])));
  assert.deepEqual(
    receipts.map(({ fate }) => fate),
    ['refused', 'stored'],
  );
  const looks = await looksSeenBy(auditor);
  assert.equal(
    looks.some(({ actor }) => actor.id === 'eve'),
    false,
  );
});
