import { isWhodidError, type Receipt, WhodidError } from '@whodid/core';
import type { Arrival, StoreDriver } from './store-driver.ts';
import { toStoreFault } from './store-fault.ts';

/**
 * Appends a batch. If the driver fails at it in a way that it should not, the batch is halved until
 * the entry that it cannot take is alone and refused, and its neighbours are kept.
 *
 * @throws WhodidError `STORE_UNAVAILABLE` if the driver is down, or fails at every entry: then the
 * fault is its own, and nobody's entry should land in quarantine for it.
 */
export async function appendIsolating(
  driver: StoreDriver,
  batch: readonly Arrival[],
): Promise<readonly Receipt[]> {
  const outcome = await appendHalving(driver, batch);
  if (outcome.fault !== undefined && !outcome.receipts.some(isKept)) throw outcome.fault;
  return outcome.receipts;
}

interface Outcome {
  readonly receipts: readonly Receipt[];
  /** What the driver threw for an entry that is refused for it. */
  readonly fault?: Error;
}

async function appendHalving(driver: StoreDriver, batch: readonly Arrival[]): Promise<Outcome> {
  try {
    return { receipts: checked(driver, batch, await driver.append(batch)) };
  } catch (error) {
    if (isWhodidError(error)) throw error;
    const fault = toStoreFault(driver.name, error);
    if (batch.length === 1) return { receipts: batch.map(refused), fault };
    const middle = Math.ceil(batch.length / 2);
    const first = await appendHalving(driver, batch.slice(0, middle));
    const second = await appendHalving(driver, batch.slice(middle));
    return { receipts: [...first.receipts, ...second.receipts], fault };
  }
}

function checked(
  driver: StoreDriver,
  batch: readonly Arrival[],
  receipts: readonly Receipt[],
): readonly Receipt[] {
  if (receipts.length === batch.length) return receipts;
  throw new WhodidError('STORE_UNAVAILABLE', {
    store: driver.name,
    reason: `it answered for ${receipts.length} of ${batch.length} entries`,
  });
}

function refused({ entry }: Arrival): Receipt {
  return { id: entry.id, fate: 'refused', reason: 'the store cannot take this entry' };
}

function isKept({ fate }: Receipt): boolean {
  return fate !== 'refused';
}
