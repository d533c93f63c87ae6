import assert from 'node:assert/strict';
import type { Parcel } from '@whodid/core';
import type { TransportBench, TransportCheck } from '../transport-conformance.ts';
import { deliver, makeConflict, makeParcel, makeParcels } from './parcels.ts';

const largestBatch = 1000;

/** What `deliver` promises when the destination is there. */
export const deliverChecks: readonly TransportCheck[] = [
  {
    name: 'deliver: entries are reported stored, in order, and are there',
    run: async (bench) => {
      const batch = makeParcels(20);
      assert.deepEqual(
        await deliver(bench, batch),
        batch.map(({ id }) => ({ id, fate: 'stored' })),
      );
      await assertHeld(bench, batch);
    },
  },
  {
    name: 'deliver: one entry, and the largest batch',
    run: async (bench) => {
      const batches = [makeParcels(1), makeParcels(largestBatch)];
      for (const batch of batches) {
        const receipts = await deliver(bench, batch);
        assert.deepEqual(ids(receipts), ids(batch));
        assert.ok(receipts.every(({ fate }) => fate === 'stored'));
      }
      await assertHeld(bench, batches.flat());
    },
  },
  {
    name: 'deliver: bytes arrive exactly',
    run: async (bench) => {
      const batch = [
        makeParcel({ message: 'Grüße 🦉 \u2028 \u0000 "quoted" \\ \r\n end' }),
        makeParcel({ data: { big: 1e21, small: 1e-7, text: 'ü'.repeat(3000), nested: [[{}]] } }),
      ];
      await deliver(bench, batch);
      await assertHeld(bench, batch);
    },
  },
  {
    name: 'deliver: what is there already is a duplicate, its neighbours are stored',
    run: async (bench) => {
      const [old, between, fresh] = [makeParcel(), makeParcel(), makeParcel()];
      await deliver(bench, [old, fresh]);
      const receipts = await deliver(bench, [old, between, fresh]);
      assert.deepEqual(ids(receipts), ids([old, between, fresh]));
      assert.deepEqual(fates(receipts), ['duplicate', 'stored', 'duplicate']);
      await assertHeld(bench, [old, between, fresh]);
    },
  },
  {
    name: 'deliver: the same id with other bytes does not replace the first, and harms nobody',
    run: async (bench) => {
      const [first, second] = makeConflict();
      const neighbours = [makeParcel(), makeParcel()] as const;
      await deliver(bench, [first]);
      const receipts = await deliver(bench, [neighbours[0], second, neighbours[1]]);
      const [before, conflict, after] = receipts;
      assert.deepEqual([before?.fate, after?.fate], ['stored', 'stored']);
      assert.ok(conflict?.fate === 'conflict' || conflict?.fate === 'refused');
      assert.ok(conflict.reason.length > 0);
      await assertHeld(bench, [first, ...neighbours]);
    },
  },
];

async function assertHeld(bench: TransportBench, parcels: readonly Parcel[]): Promise<void> {
  const held = await bench.held();
  assert.deepEqual(held.toSorted(), parcels.map(({ text }) => text as string).toSorted());
}

function ids(list: readonly { readonly id: string }[]): readonly string[] {
  return list.map(({ id }) => id);
}

function fates(list: readonly { readonly fate: string }[]): readonly string[] {
  return list.map(({ fate }) => fate);
}
