// Question: how many entries a second does a collector take over HTTP, each with a receipt after fsync?
// Four clients, batches of 500 as NDJSON, a real collector in a process of its own. The bodies are
// made beforehand, so that the clients cost next to nothing.
//
// Run: node --conditions=whodid-source bench/ingest.bench.ts [--entries 40000] [--rounds 3]
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { canonicalText } from '@whodid/core';
import { entrySource } from './entry-source.ts';
import { freePort } from './free-port.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '40000' },
    rounds: { type: 'string', default: '3' },
  },
});
const count = Number(values.entries);
const rounds = Number(values.rounds);
const clients = 4;
const batch = 500;
const adminKey = randomBytes(24).toString('base64url');

// All of the tenant that the admin key belongs to.
const texts = [...entrySource(count)].map((entry) =>
  JSON.stringify({ ...JSON.parse(canonicalText(entry)), tenant: 'default' }),
);
const bodies = Array.from({ length: Math.ceil(count / batch) }, (_, index) =>
  texts.slice(index * batch, (index + 1) * batch).join('\n'),
);
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / count;
console.log(`${count} entries of ${bytes.toFixed(0)} B, batches of ${batch}, ${clients} clients`);

const rates: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  rates.push(await measure());
  console.log(`round ${round}: ${rates.at(-1)?.toFixed(0)} entries/s`);
}
const median = rates.toSorted((a, b) => a - b)[Math.floor(rounds / 2)];
console.log(`median: ${median?.toFixed(0)} entries/s`);

async function measure(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-ingest-'));
  const port = await freePort();
  const env = {
    ...process.env,
    WHODID_PORT: String(port),
    WHODID_DATA_DIR: directory,
    WHODID_ADMIN_KEY: adminKey,
  };
  const collector = fork(new URL('campaigns/collector-process.ts', import.meta.url), { env });
  const url = `http://127.0.0.1:${port}`;
  try {
    while (
      !(await fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await wait(50);
    const waiting = bodies.values();
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: clients }, () => client(url, waiting)));
    return (count / (performance.now() - startedAt)) * 1000;
  } finally {
    const over = once(collector, 'exit');
    collector.kill('SIGKILL');
    await over;
    rmSync(directory, { recursive: true, force: true });
  }
}

async function client(url: string, waiting: Iterator<string>): Promise<void> {
  for (let next = waiting.next(); !next.done; next = waiting.next()) {
    const answer = await fetch(`${url}/v1/entries`, {
      method: 'POST',
      body: next.value,
      headers: {
        authorization: `Bearer ${adminKey}`,
        'content-type': 'application/x-ndjson',
      },
    });
    const { receipts } = (await answer.json()) as { receipts: { fate: string }[] };
    const stored = receipts.filter(({ fate }) => fate === 'stored').length;
    if (stored !== receipts.length) throw new Error(`${receipts.length - stored} were not stored`);
  }
}
