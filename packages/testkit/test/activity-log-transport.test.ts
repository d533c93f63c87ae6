import { describe, test } from 'node:test';
import { activityLogTransport, type EntryFields, type Parcel, type Transport } from '@whodid/core';
import { activityPayload } from '@whodid/core/view';
import { transportConformance } from '@whodid/testkit';
import { StubLogger } from '../../core/test/ship/stub-logger.ts';

describe('activity log transport', () => {
  transportConformance({
    test,
    open: async () => {
      const stub = await StubLogger.start();
      const { module, options } = activityLogTransport({ url: stub.url });
      const { openTransport } = (await import(module)) as {
        openTransport(options: unknown): Transport;
      };
      const offered: Parcel[] = [];
      const transport = openTransport(options);
      return {
        transport: {
          name: transport.name,
          deliver: (batch, signal) => {
            offered.push(...batch);
            return transport.deliver(batch, signal);
          },
          close: () => transport.close(),
        },
        // A logger has 29 texts and not the entry: it holds those entries whose 29 texts it has.
        held: async () => [...new Set(offered.filter(isHeld(stub)).map(({ text }) => text))],
        cutOff: () => stub.down(),
        restore: () => stub.up(),
        close: () => stub.down(),
      };
    },
  });
});

function isHeld(stub: StubLogger): (parcel: Parcel) => boolean {
  return ({ id, text }) => {
    const payload = activityPayload(JSON.parse(text) as EntryFields);
    return JSON.stringify(stub.payloads.get(id)) === JSON.stringify(payload);
  };
}
