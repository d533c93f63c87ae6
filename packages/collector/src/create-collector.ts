import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ReadOptions, readOptions, WhodidError } from '@whodid/core';
import { openStore, type Store } from '@whodid/store';
import { Access } from './access/access.ts';
import { isLoopback } from './access/guard.ts';
import { OidcProvider } from './access/oidc/oidc-provider.ts';
import type { SignIn } from './access/sessions.ts';
import { defaultTenant } from './access/tenant.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { openAnswers } from './cache/open-answers.ts';
import { closeWithin } from './close-within.ts';
import type { Collector } from './collector.ts';
import { type CollectorOptions, collectorRules } from './collector-options.ts';
import { Connections } from './connections.ts';
import { createApp } from './create-app.ts';
import { historyRules } from './history/history-options.ts';
import { listen } from './listen.ts';
import { writeLocalFile } from './local-file.ts';
import { isBuilt } from './pages/page-routes.ts';
import { LiveHub } from './query/live-hub.ts';
import { StreamNames } from './streams/stream-names.ts';
import { SavedViews } from './views/saved-views.ts';

type Options = ReadOptions<CollectorOptions>;

/**
 * Starts a collector. It listens when the promise resolves.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID` (also for a port that is taken),
 * `STORE_LOCKED`, `STORE_VERSION`, `STORE_UNAVAILABLE`. Nothing is left open then.
 */
export async function createCollector(given: CollectorOptions = {}): Promise<Collector> {
  const options = readOptions('collector', collectorRules, given);
  const dataDir = resolve(options.dataDir);
  makeDirectory(dataDir);
  // First of all, because it finds out whether another collector uses this directory.
  const store = await openStore(storeAddress({ ...options, dataDir }));
  let access: Access | undefined;
  let cache: AnswerCache | undefined;
  try {
    const { adminKey, clock, jwt } = options;
    access = new Access({ dataDir, adminKey, jwt, clock });
    cache = await openAnswers(options);
    return await start({ ...options, dataDir }, { store, access, cache });
  } catch (error) {
    await cache?.close();
    access?.close();
    await store.close();
    throw error;
  }
}

interface Opened {
  readonly store: Store;
  readonly access: Access;
  readonly cache: AnswerCache;
}

async function start(options: Options, { store, access, cache }: Opened): Promise<Collector> {
  const { clock, dashboardDir, host, onNotice, publicUrl } = options;
  const { rateLimits, redact, trustedProxies } = options;
  const history = readOptions('history', historyRules, options.history);
  const oidc = options.oidc === null ? null : new OidcProvider(options.oidc, clock);
  const hub = new LiveHub(store);
  const streamNames = new StreamNames(options.dataDir, clock);
  const savedViews = new SavedViews(options.dataDir, clock);
  let url = '';
  let closing: Promise<void> | null = null;
  const address = (): string => publicUrl ?? url;
  const linkFor = (signIn: SignIn): string =>
    `${address()}/?token=${access.sessions.createLink(signIn)}`;
  const loopback = isLoopback(host);
  const isClosing = (): boolean => closing !== null;
  const app = await createApp({
    store,
    storeDir: directoryOf(storeAddress(options)),
    access,
    cache,
    hub,
    streamNames,
    savedViews,
    clock,
    redact,
    history,
    rateLimits,
    trustedProxies,
    dashboardDir,
    loopback,
    publicUrl,
    address,
    oidc,
    linkFor,
    isClosing,
    onNotice,
  });
  const connections = new Connections(app.server);
  let removeLocalFile: () => void;
  try {
    url = await listen(app, options);
    const { localKey: key } = access;
    removeLocalFile = writeLocalFile(options.dataDir, { url, key, pid: process.pid });
  } catch (error) {
    hub.close();
    await app.close();
    throw error;
  }
  for (const line of noticesFor(options, url)) onNotice(line);
  return {
    url,
    app,
    localKey: access.localKey,
    signInLink: () => linkFor({ tenant: defaultTenant, operator: true }),
    createKey: async (request) => {
      const { info, key } = access.keys.create(request);
      return { id: info.id, key };
    },
    close: () => {
      closing ??= closeWithin({ app, connections, hub, store, access, cache, removeLocalFile });
      return closing;
    },
  };
}

function noticesFor({ adminKey, dashboardDir, host }: Options, url: string): readonly string[] {
  const lines = [`Listening on ${url}`];
  if (!isBuilt(dashboardDir)) {
    lines.push('The dashboard is not built: npm run build -w @whodid/dashboard');
  }
  if (!isLoopback(host)) {
    lines.push('Other machines can reach this collector: put TLS in front of it');
  }
  if (adminKey !== null && adminKey.length < 24) {
    lines.push('The admin key is short and can be guessed: use 32 random characters or more');
  }
  return lines;
}

function storeAddress({ store, dataDir }: Pick<Options, 'store' | 'dataDir'>): string {
  return store ?? `sqlite:${join(dataDir, 'store')}`;
}

// Where an address of a store leads on this disk, or `null` if it does not.
function directoryOf(address: string): string | null {
  const prefix = 'sqlite:';
  return address.startsWith(prefix) ? address.slice(prefix.length) : null;
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const wanted = 'a directory that can be written to';
    throw new WhodidError(
      'CONFIG_INVALID',
      { option: 'collector.dataDir', wanted, got: path },
      { cause },
    );
  }
}
