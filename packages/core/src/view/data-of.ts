import type { EntryFields, JsonObject } from '../entry/entry.ts';

const nothing: JsonObject = Object.freeze({});

/** The app's own data of an entry as fields; a value without names stands under `data`. */
export function dataOf({ data }: EntryFields): JsonObject {
  if (data === undefined || data === null) return nothing;
  return typeof data === 'object' && !Array.isArray(data) ? (data as JsonObject) : { data };
}
