export { createStore, type StoreOptions } from './create-store.ts';
export { memoryDriver } from './memory/memory-driver.ts';
export { type OpenStoreOptions, openStore } from './open-store.ts';
export { type SqliteOptions, sqliteDriver } from './sqlite/sqlite-driver.ts';
export type { EntryQuestion, ListRequest, Page, Store } from './store.ts';
export type {
  Arrival,
  CountRequest,
  DamagedEntry,
  FoundEntry,
  Position,
  ReadRequest,
  StoreDriver,
  StoredEntry,
} from './store-driver.ts';
export { storeTransport } from './transport/store-transport.ts';
