import {
  type Entry,
  isWhodidError,
  type Parcel,
  type Receipt,
  type Transport,
  type TransportSpec,
  WhodidError,
} from '@whodid/core';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';

/**
 * Delivers into a store in the app's own process: the whole of whodid without a collector.
 *
 * @param address - as for `openStore`: `sqlite:DIRECTORY`. The delivery thread opens it for
 * writing, so no collector can use the same directory at the same time; reading beside it works.
 */
export function storeTransport(address: string): TransportSpec {
  return { module: import.meta.url, options: { address } };
}

/**
 * Called by the delivery thread with the options of {@link storeTransport}.
 *
 * @throws WhodidError what `openStore` throws.
 */
export async function openTransport(options: unknown): Promise<Transport> {
  const { address } = options as { readonly address: string };
  // The delivery thread is one of its own already.
  return new StoreTransport(await openStore(address, { threads: false }));
}

class StoreTransport implements Transport {
  readonly name = 'store';
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async deliver(batch: readonly Parcel[]): Promise<readonly Receipt[]> {
    const read = batch.map(readParcel);
    const entries = read.flatMap((one) => ('entry' in one ? [one.entry] : []));
    const receipts = [...(await this.#append(entries))];
    return read.map((one) => ('entry' in one ? (receipts.shift() as Receipt) : one.receipt));
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #append(entries: readonly Entry[]): Promise<readonly Receipt[]> {
    try {
      return await this.#store.append(entries);
    } catch (cause) {
      const reason = isWhodidError(cause) ? cause.message : 'the store failed';
      throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport: this.name, reason }, { cause });
    }
  }
}

// Nobody but us writes parcels, but they come from a disk.
function readParcel({
  id,
  text,
}: Parcel): { readonly entry: Entry } | { readonly receipt: Receipt } {
  try {
    return { entry: JSON.parse(text) };
  } catch {
    return { receipt: { id, fate: 'refused', reason: 'the text is not JSON' } };
  }
}
