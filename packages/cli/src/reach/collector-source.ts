import { canonicalJson, type Json } from '@whodid/core';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from './api-client.ts';
import type { EntrySource } from './entry-source.ts';

/** Entries as a collector hands them out. */
export function collectorSource(client: ApiClient): EntrySource {
  return {
    async page({ query, limit, cursor, from, to }) {
      const page = await client.json<{
        entries: readonly Json[];
        damaged?: readonly string[];
        next: string | null;
      }>({
        path: '/v1/entries',
        parameters: {
          q: query,
          limit: String(limit),
          cursor,
          from: instant(from),
          to: instant(to),
        },
        query,
      });
      const { damaged = [], next } = page;
      return { entries: page.entries.map(canonicalJson), damaged, next };
    },

    async get(id) {
      try {
        return canonicalJson(
          await client.json<Json>({ path: `/v1/entries/${encodeURIComponent(id)}` }),
        );
      } catch (error) {
        if (error instanceof Failure && error.exitCode === exitCodes.notFound) return null;
        throw error;
      }
    },

    close: async () => {},
  };
}

function instant(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
