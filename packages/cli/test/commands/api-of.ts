import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryFields } from '@whodid/core';
import { until } from '../run-whodid.ts';

/** Reads from the collector that runs on `dataDir`. */
export interface Api {
  readonly url: string;
  text(path: string): Promise<string>;
  entries(query: string): Promise<readonly EntryFields[]>;
  /** The first entry that matches, when there is one. */
  entry(query: string, ms?: number): Promise<EntryFields>;
}

export function apiOf(dataDir: string): Api {
  const { url, key } = JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8'));
  const text = async (path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${key}` };
    return await (await fetch(new URL(path, url), { headers })).text();
  };
  const entries = async (query: string): Promise<readonly EntryFields[]> =>
    JSON.parse(await text(`/v1/entries?limit=500&q=${encodeURIComponent(query)}`)).entries;
  return {
    url,
    text,
    entries,
    entry: (query, ms = 10_000) =>
      until(
        async () => (await entries(query)).at(0),
        ms,
        () => `no entry matches ${query}`,
      ),
  };
}
