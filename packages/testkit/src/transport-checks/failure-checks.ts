import assert from 'node:assert/strict';
import { isWhodidError } from '@whodid/core';
import type { TransportCheck } from '../transport-conformance.ts';
import { deliver, makeParcels, withLimit } from './parcels.ts';

/** What `deliver` promises when it cannot deliver. */
export const failureChecks: readonly TransportCheck[] = [
  {
    name: 'failure: a destination that is away is TRANSPORT_UNAVAILABLE',
    run: async (bench) => {
      if (bench.cutOff === undefined) return;
      await bench.cutOff();
      await assert.rejects(deliver(bench, makeParcels(3)), isUnavailable);
      await bench.restore?.();
    },
  },
  {
    name: 'failure: how long to wait, if it is told, is a number of milliseconds from 0',
    run: async (bench) => {
      if (bench.cutOff === undefined) return;
      await bench.cutOff();
      await deliver(bench, makeParcels(1)).catch((error) => {
        if (!isWhodidError(error, 'TRANSPORT_UNAVAILABLE')) return;
        const { retryAfterMs = 0 } = error.facts;
        assert.ok(Number.isFinite(retryAfterMs) && retryAfterMs >= 0, String(retryAfterMs));
      });
      await bench.restore?.();
    },
  },
  {
    name: 'failure: a destination that is back takes the same batch',
    run: async (bench) => {
      if (bench.cutOff === undefined) return;
      const batch = makeParcels(3);
      await bench.cutOff();
      await deliver(bench, batch).catch(() => undefined);
      await bench.restore?.();
      const receipts = await deliver(bench, batch);
      assert.ok(receipts.every(({ fate }) => fate === 'stored' || fate === 'duplicate'));
      const held = await bench.held();
      assert.deepEqual(held.toSorted(), batch.map(({ text }) => text as string).toSorted());
    },
  },
  {
    name: 'failure: a delivery that is given up before it begins ends, and the next one works',
    run: async (bench) => {
      const [given, next] = [makeParcels(2), makeParcels(2)];
      // It may be through all the same. What it may not do is hang, or fail with something else.
      await withLimit(bench.transport.deliver(given, AbortSignal.abort())).catch((error) =>
        assert.ok(isUnavailable(error)),
      );
      const receipts = await deliver(bench, next);
      assert.ok(receipts.every(({ fate }) => fate === 'stored'));
    },
  },
];

function isUnavailable(error: unknown): boolean {
  return isWhodidError(error, 'TRANSPORT_UNAVAILABLE');
}
