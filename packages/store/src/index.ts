export { createStore, type StoreOptions } from './create-store.ts';
export { memoryDriver } from './memory/memory-driver.ts';
export { type OpenStoreOptions, openStore } from './open-store.ts';
export { type SqliteOptions, sqliteDriver } from './sqlite/sqlite-driver.ts';
export type { EntryQuestion, ListRequest, Page, Store, TallyQuestion } from './store.ts';
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
export {
  type TalliedGroup,
  type Tally,
  type TallyCount,
  type TallyField,
  type TallyGroup,
  type TallyRequest,
  type TallyValue,
  tallyFields,
} from './tally/tally.ts';
export { storeTransport } from './transport/store-transport.ts';
