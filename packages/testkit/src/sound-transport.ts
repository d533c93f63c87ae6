import { type Parcel, type Receipt, WhodidError } from '@whodid/core';
import type { TransportBench } from './transport-conformance.ts';

/** A transport into memory that keeps all promises, for tests that need a destination. */
export function soundTransport(): TransportBench {
  const held = new Map<string, string>();
  let away = false;
  let closed = false;
  return {
    transport: {
      name: 'memory',
      async deliver(batch, signal) {
        if (away || closed || signal.aborted) {
          const reason = 'it is away';
          throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport: 'memory', reason });
        }
        return batch.map((parcel) => keep(held, parcel));
      },
      async close() {
        closed = true;
      },
    },
    held: async () => [...held.values()],
    cutOff: async () => {
      away = true;
    },
    restore: async () => {
      away = false;
    },
    close: async () => undefined,
  };
}

function keep(held: Map<string, string>, { id, text }: Parcel): Receipt {
  const known = held.get(id);
  if (known === undefined) {
    held.set(id, text);
    return { id, fate: 'stored' };
  }
  if (known === text) return { id, fate: 'duplicate' };
  return { id, fate: 'conflict', reason: 'the same id has other bytes' };
}
