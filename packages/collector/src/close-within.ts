import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '@whodid/store';
import type { Access } from './access/access.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { CollectorApp } from './collector-app.ts';
import type { Connections } from './connections.ts';
import type { LiveHub } from './query/live-hub.ts';

/** What a collector stands on. */
export interface CollectorParts {
  readonly app: CollectorApp;
  readonly connections: Connections;
  readonly hub: LiveHub;
  readonly store: Store;
  readonly access: Access;
  readonly cache: AnswerCache;
  readonly removeLocalFile: () => void;
}

/** How long requests in flight have, and after them the store. Together below 10 s. */
const requestsMs = 7000;
const storeMs = 2000;

/** Closes everything in the order in which it is used, and in less than 10 s. */
export async function closeWithin(parts: CollectorParts): Promise<void> {
  const { app, connections, hub, store, access, cache, removeLocalFile } = parts;
  removeLocalFile();
  hub.close();
  await closeServer(app, connections);
  await Promise.race([store.close(), wait(storeMs, undefined, { ref: false })]);
  await cache.close();
  access.close();
}

async function closeServer(app: CollectorApp, connections: Connections): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), requestsMs);
  const closed = app.close();
  connections.close();
  await closed;
  clearTimeout(cut);
}
