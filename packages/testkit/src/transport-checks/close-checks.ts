import assert from 'node:assert/strict';
import { isWhodidError } from '@whodid/core';
import type { TransportCheck } from '../transport-conformance.ts';
import { deliver, makeParcels, withLimit } from './parcels.ts';

/** What `close` promises. */
export const closeChecks: readonly TransportCheck[] = [
  {
    name: 'close: twice is once',
    run: async ({ transport }) => {
      await withLimit(transport.close());
      await withLimit(transport.close());
    },
  },
  {
    name: 'close: what was delivered stays',
    run: async (bench) => {
      const batch = makeParcels(2);
      await deliver(bench, batch);
      await bench.transport.close();
      assert.equal((await bench.held()).length, 2);
    },
  },
  {
    name: 'close: a delivery afterwards is TRANSPORT_UNAVAILABLE',
    run: async (bench) => {
      await bench.transport.close();
      await assert.rejects(deliver(bench, makeParcels(1)), (error) =>
        isWhodidError(error, 'TRANSPORT_UNAVAILABLE'),
      );
      assert.deepEqual(await bench.held(), []);
    },
  },
];
