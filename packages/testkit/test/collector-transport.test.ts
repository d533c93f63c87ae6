import { describe, test } from 'node:test';
import { collectorTransport, type Transport } from '@whodid/core';
import { transportConformance } from '@whodid/testkit';
import { StubCollector } from '../../core/test/ship/stub-collector.ts';

describe('collector transport', () => {
  transportConformance({
    test,
    open: async () => {
      const stub = await StubCollector.start();
      const { module, options } = collectorTransport({ url: stub.url, key: 'k' });
      const { openTransport } = (await import(module)) as {
        openTransport(options: unknown): Transport;
      };
      return {
        transport: openTransport(options),
        held: async () => [...stub.texts.values()],
        cutOff: () => stub.down(),
        restore: () => stub.up(),
        close: () => stub.down(),
      };
    },
  });
});
