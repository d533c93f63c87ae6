// A recorder and a collector that takes less than comes. With full numbers:
// bench/campaigns/rate-limited.ts
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createCollector } from '@whodid/collector';
import { collectorTransport, createRecorder } from '@whodid/core';

test('what a collector refuses for now arrives later, all of it and once', {
  timeout: 120_000,
}, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-limited-'));
  const collector = await createCollector({
    port: 0,
    store: 'memory:',
    dataDir: join(directory, 'collector'),
    // Two posts in ten seconds.
    rateLimits: { ingestPerCredential: 12 },
  });
  const { key } = await collector.createKey({ name: 'app', scopes: ['ingest', 'read'] });
  const recorder = createRecorder({
    service: 'app',
    spoolDirectory: join(directory, 'spool'),
    maxWaitMs: 20,
    transport: collectorTransport({ url: collector.url, key }),
  });
  t.after(async () => {
    await recorder.close(0);
    await collector.close();
    rmSync(directory, { recursive: true });
  });

  let wasTold = false;
  for (let number = 0; number < 300; number += 1) {
    void recorder.record({ action: 'count', data: { number } });
    if (number % 30 === 0) await wait(200);
    wasTold ||= /slow down \(429\)/.test(recorder.state().trouble ?? '');
  }
  await recorder.flush('remote', 60_000);

  assert.ok(wasTold);
  const url = `${collector.url}/v1/entries?q=action:count&limit=500`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const { entries } = (await answer.json()) as { entries: { data: { number: number } }[] };
  const numbers = entries.map(({ data }) => data.number).toSorted((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: 300 }, (_, number) => number),
  );
  assert.equal(recorder.state().refused, 0);
});
