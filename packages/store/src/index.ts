export { memoryDriver } from './memory/memory-driver.ts';
export type { ListRequest, Page, Store } from './store.ts';
export type { Arrival, Position, ReadRequest, StoreDriver, StoredEntry } from './store-driver.ts';
