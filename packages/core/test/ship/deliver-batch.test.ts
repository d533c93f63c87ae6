import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isWhodidError,
  type Parcel,
  type Receipt,
  type Transport,
  WhodidError,
} from '@whodid/core';
import { backoffMs } from '../../src/ship/backoff.ts';
import { deliverBatch } from '../../src/ship/deliver-batch.ts';
import { parcels } from '../transport/parcels.ts';

const { signal } = new AbortController();

test('poison is found alone: its neighbours are delivered, in order', async () => {
  const batch = parcels(100);
  const poison = new Set([batch[0]?.id, batch[37]?.id, batch[38]?.id, batch[99]?.id]);
  const delivered: string[] = [];
  let calls = 0;
  const transport = transportOf(async (part) => {
    calls += 1;
    if (part.some(({ id }) => poison.has(id))) throw rejected();
    delivered.push(...part.map(({ id }) => id));
    return part.map(({ id }) => ({ id, fate: 'stored' }));
  });
  const receipts = await deliverBatch(transport, batch, signal);
  assert.deepEqual(
    receipts.map(({ id }) => id),
    batch.map(({ id }) => id),
  );
  const refused = receipts.filter(({ fate }) => fate === 'refused');
  assert.deepEqual(new Set(refused.map(({ id }) => id)), poison);
  assert.deepEqual(
    delivered,
    batch.map(({ id }) => id).filter((id) => !poison.has(id)),
  );
  assert.ok(calls < 60, `${calls} calls`);
});

test('a failure in the middle of halving is a failure of the batch', async () => {
  const batch = parcels(8);
  let calls = 0;
  const transport = transportOf(async () => {
    calls += 1;
    if (calls === 1) throw rejected();
    throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport: 'test', reason: 'away' });
  });
  await assert.rejects(deliverBatch(transport, batch, signal), isUnavailable);
});

const [first, second] = parcels(2);
const wrong: readonly unknown[] = [
  [],
  null,
  [{ id: first?.id, fate: 'stored' }],
  [
    { id: second?.id, fate: 'stored' },
    { id: first?.id, fate: 'stored' },
  ],
  [
    { id: first?.id, fate: 'stored' },
    { id: second?.id, fate: 'perhaps' },
  ],
  [null, null],
];

for (const receipts of wrong) {
  test(`receipts that do not fit count for nothing: ${JSON.stringify(receipts)?.slice(0, 60)}`, async () => {
    const transport = transportOf(async () => receipts as readonly Receipt[]);
    const batch = [first, second].filter((parcel) => parcel !== undefined);
    await assert.rejects(deliverBatch(transport, batch, signal), isUnavailable);
  });
}

test('the first retry is quick, later ones are spread over up to 30 s', () => {
  assert.ok(backoffMs(1, 0.999) <= 100);
  const limits = [2, 3, 4, 8, 100, 10_000].map((failures) => backoffMs(failures, 0.999_999));
  assert.deepEqual(
    limits.map((ms) => Math.round(ms)),
    [500, 1000, 2000, 30_000, 30_000, 30_000],
  );
  // Never a busy loop, whatever chance says.
  assert.equal(backoffMs(9, 0), 100);
});

test('what the destination asks for is waited, up to five minutes, and not by all at once', () => {
  assert.equal(backoffMs(1, 0, 7000), 7000);
  assert.equal(backoffMs(1, 0.5, 7000), 7500);
  assert.equal(backoffMs(1, 0, 86_400_000), 300_000);
  // Whoever fails again and again still waits longer and longer.
  assert.ok(backoffMs(100, 0.999, 1000) > 29_000);
  for (const nonsense of [0, -1, Number.NaN, Number.NEGATIVE_INFINITY]) {
    assert.equal(backoffMs(9, 0, nonsense), 100);
  }
  assert.equal(backoffMs(1, 0, Number.POSITIVE_INFINITY), 300_000);
});

function transportOf(
  deliver: (batch: readonly Parcel[]) => Promise<readonly Receipt[]>,
): Transport {
  return { name: 'test', deliver, close: async () => undefined };
}

function rejected(): WhodidError {
  return new WhodidError('BATCH_REJECTED', { transport: 'test', reason: 'poison' });
}

function isUnavailable(error: unknown): boolean {
  return isWhodidError(error, 'TRANSPORT_UNAVAILABLE');
}
