import type { Entry, Receipt } from '@whodid/core';
import type { IngestTools } from './ingest.ts';

/** Appends entries, and tells the producer which of the numbers it gave out were used. */
export async function appendNumbered(
  entries: readonly Entry[],
  { store, producer }: IngestTools,
): Promise<readonly Receipt[]> {
  let receipts: readonly Receipt[] = [];
  try {
    receipts = await store.append(entries);
    return receipts;
  } finally {
    for (const [at, entry] of entries.entries()) {
      producer.settle(entry.producer, receipts[at]?.fate === 'stored');
    }
  }
}
