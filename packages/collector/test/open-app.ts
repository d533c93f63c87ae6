import type { TestContext } from 'node:test';
import { readOptions, systemClock } from '@whodid/core';
import { noCache } from '../src/cache/answer-cache.ts';
import type { CollectorApp } from '../src/collector-app.ts';
import { type AppParts, createApp } from '../src/create-app.ts';
import { historyRules } from '../src/history/history-options.ts';
import { LiveHub } from '../src/query/live-hub.ts';
import { StreamNames } from '../src/streams/stream-names.ts';
import { SavedViews } from '../src/views/saved-views.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** What a test holds in its hands. The rest is as plain as can be. */
export type GivenParts = Pick<AppParts, 'store' | 'access'> & Partial<AppParts>;

/** A whole collector but for the socket. It is closed with the test; what was given is not. */
export async function openApp(t: TestContext, given: GivenParts): Promise<CollectorApp> {
  const { store, clock = systemClock } = given;
  const hub = new LiveHub(store);
  const app = await createApp({
    hub,
    clock,
    cache: noCache,
    storeDir: null,
    streamNames: new StreamNames(temporaryDirectory(t), clock),
    savedViews: new SavedViews(temporaryDirectory(t), clock),
    redact: {},
    history: readOptions('history', historyRules, {}),
    rateLimits: null,
    trustedProxies: [],
    dashboardDir: temporaryDirectory(t),
    loopback: true,
    publicUrl: null,
    address: () => '',
    oidc: null,
    linkFor: () => '',
    isClosing: () => false,
    onNotice: () => {},
    ...given,
  });
  t.after(async () => {
    hub.close();
    await app.close();
  });
  return app;
}
