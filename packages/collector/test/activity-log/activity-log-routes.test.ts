import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { EntryFields } from '@whodid/core';
import { type ActivityPayload, activityPayload, activityPayloadKeys } from '@whodid/core/view';
import fc from 'fast-check';
import { movingClock } from '../moving-clock.ts';
import { type Ask, json, onDisk, pageOf, problemOf, startCollector } from '../start-collector.ts';

const golden = JSON.parse(
  readFileSync(
    new URL('../../../core/test/view/activity-log/golden/registration.json', import.meta.url),
    'utf8',
  ),
) as ActivityPayload;

const path = '/api/activity-log/';

async function open(t: TestContext, tenant?: string): Promise<Ask> {
  const { as } = await startCollector(t, onDisk);
  return as(['ingest', 'read'], tenant);
}

async function entryOf(ask: Ask, id: string): Promise<EntryFields> {
  return (await (await ask(`/v1/entries/${id}`)).json()) as EntryFields;
}

test('the payload of the document is kept, and the entry gives the same 29 texts back', async (t) => {
  const ask = await open(t);
  const answer = await ask(path, json(golden));
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), { auditID: golden.auditID, id: golden.auditID });
  const entry = await entryOf(ask, golden.auditID);
  assert.equal(entry.action, 'User registration');
  assert.deepEqual(activityPayload(entry), golden);
});

test('with and without the last slash, plain and compressed', async (t) => {
  const ask = await open(t);
  assert.equal((await ask('/api/activity-log', json({ auditID: 'a' }))).status, 201);
  assert.equal((await ask(path, json({ auditID: 'b' }))).status, 201);
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const body = gzipSync(JSON.stringify({ auditID: 'c' }));
  assert.equal((await ask(path, { method: 'POST', body, headers })).status, 201);
  assert.equal((await pageOf(await ask('/v1/entries'))).entries.length, 3);
});

test('the same again is the same, also without a timestamp and as another auditID than a UUID', async (t) => {
  const clock = movingClock();
  const { as } = await startCollector(t, { ...onDisk, clock });
  const ask = await as(['ingest', 'read']);
  const { timestamp: _, ...timeless } = golden;
  for (const payload of [golden, { ...timeless, auditID: '2024-01-31 12:00:00' }]) {
    const first = await ask(path, json(payload));
    clock.move(5000);
    const again = await ask(path, json(payload));
    assert.deepEqual([first.status, again.status], [201, 200]);
    const answer = (await first.json()) as { auditID: string };
    assert.equal(answer.auditID, payload.auditID);
    assert.deepEqual(await again.json(), answer);
  }
  assert.equal((await pageOf(await ask('/v1/entries'))).entries.length, 2);
});

test('other content under the same auditID is 409, changes nothing, and is itself an entry', async (t) => {
  const ask = await open(t);
  await ask(path, json(golden));
  const other = { ...golden, newValuesJson: '{"username":"eve"}' };
  const problem = await problemOf(await ask(path, json(other)), 409, 'ENTRY_CONFLICT');
  assert.equal(problem.id, golden.auditID);
  assert.deepEqual(activityPayload(await entryOf(ask, golden.auditID)), golden);
  const { entries } = await pageOf(await ask('/v1/entries?q=action:whodid.conflict'));
  assert.deepEqual(entries[0]?.targets, [{ type: 'entry', id: golden.auditID }]);
});

test('further texts, numbers, truth values and null are taken', async (t) => {
  const ask = await open(t);
  const payload = {
    ...golden,
    loanProduct: 'Gold',
    exchangeRate: 1.5,
    flag: true,
    eocRunLog: null,
  };
  assert.equal((await ask(path, json(payload))).status, 201);
  const { data } = await entryOf(ask, golden.auditID);
  const { activityLog } = data as { activityLog: { [name: string]: unknown } };
  const { loanProduct, exchangeRate, flag, eocRunLog } = activityLog;
  assert.deepEqual([loanProduct, exchangeRate, flag, eocRunLog], ['Gold', '1.5', 'true', '']);
});

test('the JSON fields may come as values, as some senders have them', async (t) => {
  const ask = await open(t);
  const values = { oldValuesJson: {}, newValuesJson: { a: 1 }, affectedColumns: ['a'] };
  assert.equal((await ask(path, json({ ...golden, ...values }))).status, 201);
  const payload = activityPayload(await entryOf(ask, golden.auditID));
  assert.deepEqual(
    [payload.oldValuesJson, payload.newValuesJson, payload.affectedColumns],
    ['{}', '{"a":1}', '["a"]'],
  );
});

test('secrets in the JSON texts, in odd text and in further fields are masked', async (t) => {
  const ask = await open(t);
  const payload = {
    ...golden,
    oldValuesJson: "{'password': 'Planted-1'}",
    newValuesJson: '{"password":"Planted-2","deep":[{"apiKey":"Planted-3"}]}',
    apiKey: 'Planted-4',
    authorizationDetails:
      'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJQbGFudGVkIn0.c2lnbmF0dXJlLW9mLWl0',
  };
  assert.equal((await ask(path, json(payload))).status, 201);
  const text = JSON.stringify(await entryOf(ask, golden.auditID));
  assert.ok(!/Planted|eyJhbGci/.test(text), text);
});

test('what cannot be taken is 400 with the field, and never quoted', async (t) => {
  const ask = await open(t);
  const secret = 'hunter2-hunter2';
  const refused: readonly (readonly [unknown, string | undefined])[] = [
    [{ action: secret }, 'auditID'],
    [{ auditID: '' }, 'auditID'],
    [{ auditID: null }, 'auditID'],
    [{ auditID: { secret } }, 'auditID'],
    [{ auditID: 'a', role: [secret] }, 'role'],
    [{ auditID: 'a', [secret.repeat(9)]: 'x' }, '["…"]'],
    [{ auditID: 'a', more: { secret } }, 'more'],
    [Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}`, 'x'])), ''],
    [[golden], undefined],
    [secret, ''],
    [`{"auditID":"${secret}`, undefined],
    ['', undefined],
  ];
  for (const [body, field] of refused) {
    const text = typeof body === 'string' && body.startsWith('{') ? body : JSON.stringify(body);
    const answer = await ask(path, json(body === '' ? '' : text));
    const problem = await problemOf(answer, 400, 'BODY_INVALID');
    assert.equal(problem.path, field, text.slice(0, 80));
    assert.ok(!JSON.stringify(problem).includes(secret));
  }
  await problemOf(await ask(path, json('['.repeat(100))), 400, 'BODY_INVALID');
  await problemOf(await ask(path, json('{"a":'.repeat(100))), 400, 'TOO_DEEP');
  const form = { method: 'POST', body: new URLSearchParams({ auditID: 'a' }) };
  await problemOf(await ask(path, form), 415, 'CONTENT_TYPE_UNSUPPORTED');
  const large = json({ auditID: 'a', action: 'x'.repeat(9 * 1024 * 1024) });
  await problemOf(await ask(path, large), 413, 'BODY_TOO_LARGE');
  assert.equal((await pageOf(await ask('/v1/entries'))).entries.length, 0);
});

test('what the collector itself records cannot be forged', async (t) => {
  const ask = await open(t);
  const forged = json({ ...golden, action: 'whodid.look' });
  const problem = await problemOf(await ask(path, forged), 422, 'ENTRY_INVALID');
  assert.equal(problem.path, 'action');
});

test('tenants share no auditID', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const [acme, other] = [await as(['ingest'], 'acme'), await as(['ingest', 'read'], 'other')];
  const odd = { ...golden, auditID: '7' };
  assert.equal((await acme(path, json(odd))).status, 201);
  assert.equal((await other(path, json({ ...odd, action: 'else' }))).status, 201);
});

test('any flat payload is kept or refused with a field, and never 500', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  const value = fc.oneof(fc.string(), fc.json(), fc.double(), fc.boolean(), fc.jsonValue());
  const key = fc.oneof(fc.constantFrom(...activityPayloadKeys), fc.string());
  const payload = fc.dictionary(key, value);
  await fc.assert(
    fc.asyncProperty(payload, fc.uuid(), async (fields, auditID) => {
      const answer = await ask(path, json({ auditID, ...fields }));
      const body = (await answer.json()) as { path?: unknown };
      if (answer.status === 200 || answer.status === 201) return;
      assert.ok([400, 409, 422].includes(answer.status), `${answer.status}`);
      assert.ok(answer.status === 409 || typeof body.path === 'string', JSON.stringify(body));
    }),
    { numRuns: 300 },
  );
});
