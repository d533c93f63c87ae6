import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { memoryDriver, type StoreDriver, sqliteDriver } from '@whodid/store';
import { type StoreConformance, storeConformance } from '@whodid/testkit';

describe('memory driver', () => {
  storeConformance({ test, open: memoryDriver });
});

describe('sqlite driver', () => {
  sqliteConformance(false, test);
});

// What is found does not depend on threads, so that part is not repeated.
describe('sqlite driver in threads of its own', () => {
  const find = /^(query|text):/;
  sqliteConformance(true, (name, run) => (find.test(name) ? undefined : test(name, run)));
});

function sqliteConformance(threads: boolean, register: StoreConformance['test']): void {
  const root = mkdtempSync(join(tmpdir(), 'whodid-store-'));
  const directories = new WeakMap<StoreDriver, string>();
  const openIn = (directory: string): StoreDriver => {
    const driver = sqliteDriver({ directory, threads });
    directories.set(driver, directory);
    return driver;
  };
  storeConformance({
    test: register,
    open: () => openIn(mkdtempSync(join(root, 'store-'))),
    reopen: (closed) => openIn(directories.get(closed) ?? root),
  });
  after(() => rmSync(root, { recursive: true }));
}
