import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Clock } from '@whodid/core';
import type { Store } from '@whodid/store';
import { Access } from '../src/access/access.ts';
import type { Scope } from '../src/access/scopes.ts';
import type { AnswerCache } from '../src/cache/answer-cache.ts';
import { openApp } from './open-app.ts';

export interface ServedParts {
  readonly store: Store;
  readonly cache: AnswerCache;
  readonly clock: Clock;
  /** Where keys are kept. Collectors on the same one know the same keys. */
  readonly dataDir: string;
}

/** A collector on a free port, on parts that a test holds in its hands. */
export interface Served {
  readonly url: string;
  key(userId: string, scopes: readonly Scope[]): string;
}

/** Serves the whole interface until the test is over. Store and cache are the test's to close. */
export async function serveApp(t: TestContext, parts: ServedParts): Promise<Served> {
  const { dataDir, ...rest } = parts;
  const access = new Access({ dataDir, adminKey: null, jwt: null, clock: parts.clock });
  const app = await openApp(t, { ...rest, access });
  t.after(() => access.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    key: (userId, scopes) =>
      access.keys.create({ name: userId, scopes, tenant: 'default', userId }).key,
  };
}
