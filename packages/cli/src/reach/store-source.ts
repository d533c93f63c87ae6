import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWhodidError, parseQuery } from '@whodid/core';
import { createStore } from '@whodid/store';
import { sqliteDriver } from '@whodid/store/sqlite';
import type { Io } from '../io.ts';
import { queryFailure } from '../query-failure.ts';
import type { EntrySource } from './entry-source.ts';

const tenant = 'default';
const sqliteAddress = 'sqlite:';

/** The directory of the embedded store on this machine, or `null` if there is none. */
export function findStore(dataDir: string, io: Pick<Io, 'env'>): string | null {
  const address = io.env.WHODID_STORE ?? '';
  const candidates = address.startsWith(sqliteAddress)
    ? [address.slice(sqliteAddress.length)]
    : [join(dataDir, 'store'), join(dataDir, 'demo', 'store')];
  return candidates.find((directory) => existsSync(directory)) ?? null;
}

/** Entries of a store on this machine. Writes nothing; a collector may start meanwhile. */
export function storeSource(directory: string): EntrySource {
  const store = createStore(sqliteDriver({ directory, readOnly: true }));
  return {
    async page({ query, limit, cursor, from, to }) {
      const asked = { tenant, query: parse(query), limit, cursor, from, to };
      const { entries, damaged, next } = await store.list(asked);
      const texts = entries.map(({ text }) => text);
      return { entries: texts, damaged: damaged.map(({ id }) => id), next };
    },
    get: async (id) => (await store.get(tenant, id))?.text ?? null,
    close: () => store.close(),
  };
}

function parse(query: string): ReturnType<typeof parseQuery> {
  try {
    return parseQuery(query, { now: Date.now() });
  } catch (error) {
    if (!isWhodidError(error, 'QUERY_INVALID')) throw error;
    throw queryFailure(query, error.facts, error.facts.problem);
  }
}
