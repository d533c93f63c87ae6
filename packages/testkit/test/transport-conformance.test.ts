import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenTransports, varied } from '../src/broken-transports.ts';
import { soundTransport } from '../src/sound-transport.ts';
import {
  type TransportBench,
  transportChecks,
  transportConformance,
} from '../src/transport-conformance.ts';

// A suite that cannot fail proves nothing.
for (const { fault, caughtBy, open } of brokenTransports) {
  test(`a transport that ${fault} fails “${caughtBy}”`, async () => {
    assert.ok((await failures(open, caughtBy)).includes(caughtBy));
  });
}

// Otherwise a broken transport could be caught for how it is made, and not for its fault.
test('transports that keep their promises pass', async () => {
  for (const open of [soundTransport, () => varied((sound) => sound)]) {
    assert.deepEqual(await failures(open), []);
  }
});

test('no two transport checks have the same name', () => {
  const names = transportChecks.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

async function failures(open: () => TransportBench, only?: string): Promise<readonly string[]> {
  const runs: [string, () => Promise<void>][] = [];
  transportConformance({ test: (name, run) => runs.push([name, run]), open });
  const failed: string[] = [];
  for (const [name, run] of runs) {
    if (only !== undefined && name !== only) continue;
    await run().catch(() => failed.push(name));
  }
  return failed;
}
