import { type Clock, WhodidError } from '@whodid/core';
import { createStore } from './create-store.ts';
import { memoryDriver } from './memory/memory-driver.ts';
import { sqliteDriver } from './sqlite/sqlite-driver.ts';
import type { Store } from './store.ts';
import type { StoreDriver } from './store-driver.ts';

export interface OpenStoreOptions {
  /** Tells when an entry was received. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
  /** See `SqliteOptions`. @defaultValue `false` */
  readonly readOnly?: boolean | undefined;
  /** See `SqliteOptions`. @defaultValue `true` */
  readonly threads?: boolean | undefined;
}

/**
 * Opens a store by its address: `sqlite:DIRECTORY`, or `memory:`, which keeps nothing.
 *
 * @throws WhodidError `CONFIG_INVALID` for any other address, and what the driver throws:
 * `STORE_LOCKED`, `STORE_VERSION`, `STORE_UNAVAILABLE`.
 */
export async function openStore(address: string, options: OpenStoreOptions = {}): Promise<Store> {
  return createStore(openDriver(address, options), { clock: options.clock });
}

function openDriver(address: string, { readOnly, threads }: OpenStoreOptions): StoreDriver {
  if (address === 'memory:') return memoryDriver();
  const [scheme = '', directory = ''] = splitOnce(address);
  if (scheme === 'sqlite' && directory !== '')
    return sqliteDriver({ directory, readOnly, threads });
  // Only the scheme is told: what follows may be a password.
  throw new WhodidError('CONFIG_INVALID', {
    option: 'store',
    wanted: 'sqlite:DIRECTORY or memory:',
    got: `${scheme}:...`,
  });
}

function splitOnce(address: string): readonly string[] {
  const colon = address.indexOf(':');
  return colon === -1 ? [address] : [address.slice(0, colon), address.slice(colon + 1)];
}
