import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '@whodid/core';
import { memoryDriver, type StoreDriver } from '@whodid/store';
import { brokenDrivers } from '../src/broken-drivers.ts';
import { broken, readingAll, withQuery } from '../src/deviation.ts';
import { storeChecks, storeConformance } from '../src/store-conformance.ts';

// A suite that cannot fail proves nothing.
for (const { fault, caughtBy, open } of brokenDrivers) {
  test(`a driver that ${fault} fails “${caughtBy}”`, async () => {
    assert.ok((await failures(open, caughtBy)).includes(caughtBy));
  });
}

// Otherwise a broken driver could be caught for how it is made, and not for its fault.
test('drivers that keep their promises pass', async () => {
  const sound = [
    memoryDriver,
    () => broken({}),
    () => readingAll((found) => found),
    () => withQuery(matches),
  ];
  for (const open of sound) assert.deepEqual(await failures(open), []);
});

test('no two checks have the same name', () => {
  const names = storeChecks.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

// The names of the checks that a driver fails; all checks, or only one.
async function failures(open: () => StoreDriver, only?: string): Promise<readonly string[]> {
  const runs: [string, () => Promise<void>][] = [];
  const test = (name: string, run: () => Promise<void>): unknown => runs.push([name, run]);
  // Memory keeps nothing, so `reopen` finds an empty store.
  const reopen = only?.startsWith('reopen') === true ? memoryDriver : undefined;
  storeConformance({ test, open, reopen });
  const failed: string[] = [];
  for (const [name, run] of runs) {
    if (only !== undefined && name !== only) continue;
    await run().catch(() => failed.push(name));
  }
  return failed;
}
