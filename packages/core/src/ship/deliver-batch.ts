import { isWhodidError, WhodidError } from '../errors.ts';
import type { Parcel, Receipt, Transport } from '../transport/transport.ts';

const fates: readonly string[] = ['stored', 'duplicate', 'refused', 'conflict'];

/**
 * Delivers a batch and gives one receipt per entry, in order.
 *
 * If the destination will not have the batch as a whole, it is halved until the entry that is the
 * reason stands alone; that one is `refused` and its neighbours are delivered.
 *
 * @throws WhodidError `TRANSPORT_UNAVAILABLE` if the fate of any entry is not known.
 */
export async function deliverBatch(
  transport: Transport,
  batch: readonly Parcel[],
  signal: AbortSignal,
): Promise<readonly Receipt[]> {
  try {
    return checked(transport.name, batch, await transport.deliver(batch, signal));
  } catch (error) {
    if (!isWhodidError(error, 'BATCH_REJECTED')) throw error;
    const [only] = batch;
    if (only !== undefined && batch.length === 1) {
      return [{ id: only.id, fate: 'refused', reason: error.facts.reason }];
    }
  }
  const half = Math.ceil(batch.length / 2);
  const first = await deliverBatch(transport, batch.slice(0, half), signal);
  const rest = await deliverBatch(transport, batch.slice(half), signal);
  return [...first, ...rest];
}

// An answer that does not fit the batch is no answer to it.
function checked(
  transport: string,
  batch: readonly Parcel[],
  receipts: readonly Receipt[],
): readonly Receipt[] {
  const fits =
    Array.isArray(receipts) &&
    receipts.length === batch.length &&
    batch.every(({ id }, index) => {
      const receipt = receipts[index];
      return receipt?.id === id && fates.includes(receipt.fate);
    });
  if (fits) return receipts;
  const reason = 'its receipts do not fit the batch';
  throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason });
}
