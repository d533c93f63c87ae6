import { appendFileSync } from 'node:fs';
import type { Transport, TransportSpec } from '@whodid/core';

/** Delivers into a file, an entry a line, so that a test can read what the shop recorded. */
export function fileTransport(file: string): TransportSpec {
  return { module: import.meta.url, options: file };
}

/** Opens the transport that {@link fileTransport} names. For the delivery thread. */
export function openTransport(file: string): Transport {
  return {
    name: 'file',
    async deliver(batch) {
      appendFileSync(file, batch.map(({ text }) => `${text}\n`).join(''));
      return batch.map(({ id }) => ({ id, fate: 'stored' as const }));
    },
    close: async () => {},
  };
}
