import type { Typed } from '../command.ts';
import type { Io } from '../io.ts';
import { createApiClient } from './api-client.ts';
import { collectorSource } from './collector-source.ts';
import { dataDirectory, findCollector, requireCollector } from './find-collector.ts';
import type { TimeBounds } from './time-bounds.ts';

/** Which entries to read. */
export interface PageRequest extends TimeBounds {
  readonly query: string;
  /** From 1 to 500. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of entries, each as canonical JSON, newest first. */
interface EntryPage {
  readonly entries: readonly string[];
  /** Ids of entries that belong here and cannot be shown. */
  readonly damaged: readonly string[];
  readonly next: string | null;
}

/** Where entries are read from: a collector, or the store of one that is not running. */
export interface EntrySource {
  /** @throws Failure 2 with a caret if the query cannot be read. */
  page(request: PageRequest): Promise<EntryPage>;
  /** One entry as canonical JSON, or `null`. */
  get(id: string): Promise<string | null>;
  close(): Promise<void>;
}

/** The collector if one is named or running, else the embedded store, opened for reading. */
export async function openEntrySource(options: Typed['options'], io: Io): Promise<EntrySource> {
  const address = findCollector(options, io);
  if (address !== null) return collectorSource(createApiClient(address, io.stop));
  const { findStore, storeSource } = await import('./store-source.ts');
  const directory = findStore(dataDirectory(options, io), io);
  if (directory === null)
    return collectorSource(createApiClient(requireCollector(options, io), io.stop));
  io.err('No collector is running here: reading the store itself\n');
  return storeSource(directory);
}
