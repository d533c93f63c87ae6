import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalText, type Entry, type EntryFields, parseQuery, sha256 } from '@whodid/core';
import type { Arrival, ReadRequest, StoreDriver } from '@whodid/store';
import { memoryDriver } from '@whodid/store/memory';
import { storeConformance } from '@whodid/testkit';

describe('memory driver', () => {
  storeConformance({ test, open: memoryDriver });
});

const noon = Date.parse('2026-11-20T12:00:00.000Z');

function arrivalOf(number: number, overrides: Partial<EntryFields> = {}): Arrival {
  const occurredAt = new Date(noon + number * 1000).toISOString();
  const fields: EntryFields = {
    id: `0193c1f2-7c3e-7000-8000-${String(number).padStart(12, '0')}`,
    occurredAt,
    observedAt: occurredAt,
    schemaVersion: 1,
    tenant: 'acme',
    kind: 'action',
    action: 'order.refund',
    outcome: 'success',
    actor: { type: 'user', id: `u_${number}` },
    targets: [],
    service: { name: 'shop' },
    producer: { id: 'shop', epoch: '00000000deadbeef', seq: number },
    ...overrides,
  };
  // Sealing is not what is tested here.
  const entry = fields as Entry;
  const bytes = new TextEncoder().encode(canonicalText(entry));
  return { entry, bytes, hash: sha256(bytes), receivedAt: noon + 60_000 };
}

async function read(
  driver: StoreDriver,
  request: Partial<ReadRequest> = {},
): Promise<readonly number[]> {
  const all: ReadRequest = {
    tenant: 'acme',
    query: { type: 'all' },
    from: null,
    to: null,
    limit: 501,
    after: null,
  };
  const entries = await driver.read({ ...all, ...request });
  return entries.map(({ id }) => Number(id.slice(-12)));
}

test('what comes in any order is read newest first, at the same time by id', async () => {
  const driver = memoryDriver();
  const occurredAt = new Date(noon + 3000).toISOString();
  await driver.append([arrivalOf(5), arrivalOf(1), arrivalOf(9, { occurredAt })]);
  await driver.append([arrivalOf(2, { occurredAt }), arrivalOf(3), arrivalOf(4)]);
  assert.deepEqual(await read(driver), [5, 4, 9, 3, 2, 1]);
});

test('pages follow each other without hole or repetition, even if their mark is gone', async () => {
  const driver = memoryDriver();
  const occurredAt = new Date(noon).toISOString();
  await driver.append([1, 2, 3, 5].map((number) => arrivalOf(number, { occurredAt })));
  const after = (number: number): ReadRequest['after'] => ({
    occurredAt: noon,
    id: arrivalOf(number).entry.id,
  });
  assert.deepEqual(await read(driver, { limit: 2 }), [5, 3]);
  assert.deepEqual(await read(driver, { limit: 2, after: after(3) }), [2, 1]);
  assert.deepEqual(await read(driver, { limit: 2, after: after(4) }), [3, 2]);
  assert.deepEqual(await read(driver, { limit: 2, after: after(1) }), []);
});

test('from and to are both included', async () => {
  const driver = memoryDriver();
  await driver.append([1, 2, 3, 4].map((number) => arrivalOf(number)));
  assert.deepEqual(await read(driver, { from: noon + 2000, to: noon + 3000 }), [3, 2]);
});

test('a query is answered with as many as asked for, counted after it was applied', async () => {
  const driver = memoryDriver();
  const other = { action: 'order.view' };
  await driver.append([arrivalOf(1), arrivalOf(2, other), arrivalOf(3), arrivalOf(4, other)]);
  const query = parseQuery('action:order.refund', { now: noon });
  assert.deepEqual(await read(driver, { query, limit: 1 }), [3]);
  assert.deepEqual(await read(driver, { query }), [3, 1]);
});

test('an entry that comes again is a duplicate, another one with its id a conflict', async () => {
  const driver = memoryDriver();
  const first = arrivalOf(1);
  const second = arrivalOf(1, { reason: 'changed' });
  const { id } = first.entry;
  const conflict = { id, fate: 'conflict', reason: 'another entry has this id' };
  assert.deepEqual(await driver.append([first, first, second, arrivalOf(2)]), [
    { id, fate: 'stored' },
    { id, fate: 'duplicate' },
    conflict,
    { id: arrivalOf(2).entry.id, fate: 'stored' },
  ]);
  assert.deepEqual(await driver.append([second, first]), [conflict, { id, fate: 'duplicate' }]);
  assert.deepEqual(await read(driver), [2, 1]);
  assert.equal((await driver.get('acme', id))?.text, canonicalText(first.entry));
});

test('an entry without a time is refused alone', async () => {
  const driver = memoryDriver();
  const receipts = await driver.append([arrivalOf(1, { occurredAt: 'soon' }), arrivalOf(2)]);
  assert.deepEqual(
    receipts.map(({ fate }) => fate),
    ['refused', 'stored'],
  );
  assert.deepEqual(await read(driver), [2]);
});

test('a tenant sees only what is its own, even under the same id', async () => {
  const driver = memoryDriver();
  const [ours, theirs] = [arrivalOf(1), arrivalOf(1, { tenant: 'other' })];
  const receipts = await driver.append([ours, theirs]);
  assert.ok(receipts.every(({ fate }) => fate === 'stored'));
  const { id } = ours.entry;
  assert.equal((await driver.get('acme', id))?.text, canonicalText(ours.entry));
  assert.equal((await driver.get('other', id))?.text, canonicalText(theirs.entry));
  assert.equal(await driver.get('nobody', id), null);
  assert.deepEqual(await read(driver, { tenant: 'nobody' }), []);
});

test('an entry is handed out with its exact text, hash and times', async () => {
  const driver = memoryDriver();
  const arrival = arrivalOf(7, { message: 'Zürich \u{1f600} \u0000' });
  await driver.append([arrival]);
  const [read] = await driver.read({
    tenant: 'acme',
    query: { type: 'all' },
    from: null,
    to: null,
    limit: 1,
    after: null,
  });
  assert.deepEqual(read, {
    text: canonicalText(arrival.entry),
    id: arrival.entry.id,
    occurredAt: noon + 7000,
    hash: Buffer.from(arrival.hash).toString('hex'),
    receivedAt: noon + 60_000,
  });
  assert.deepEqual(await driver.get('acme', arrival.entry.id), read);
});
