// Question: what does the SQLite store cost to fill, to keep and to ask?
// Filled by four callers in batches of 500, everything durable, indexed and searchable when `append` returns; side
// by side with a bare `node:sqlite` insert of the same entries with columns, an index each and FTS5.
// Budget (design): at least 60 % of the bare rate; at most 600 bytes an entry of 1.2 KB.
//
// Run: node --conditions=whodid-source bench/store.bench.ts [--entries 100000] [--rounds 3]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Entry, parseQuery } from '@whodid/core';
import { openStore, type Store } from '@whodid/store';
import { commonWord, entrySource, rareWord, sizeBytes } from './entry-source.ts';
import { insertBare, toBareRow } from './store/bare-store.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
});
const count = Number(values.entries);
const rounds = Number(values.rounds);
const batch = 500;
const repeats = 25;

const entries = [...entrySource(count)];
const rows = entries.map(toBareRow);
const meanBytes = entries.reduce((sum, entry) => sum + sizeBytes(entry), 0) / count;
console.log(`${count} entries of ${meanBytes.toFixed(0)} B, batches of ${batch}\n`);

const rates: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const bare = perSecond(await inDirectory(async (path) => insertBare(path, rows, batch)));
  const ours = perSecond(await inDirectory((path) => fill(path)));
  rates.push(ours / bare);
  console.log(
    `round ${round}: bare ${bare.toFixed(0)}/s, store ${ours.toFixed(0)}/s, ${percent(ours / bare)}`,
  );
}
rates.sort((a, b) => a - b);
const median = rates[Math.floor(rounds / 2)] ?? 0;
console.log(`ingest: ${percent(median)} of bare (median; budget 60 %)\n`);

await inDirectory(async (path) => {
  insertBare(path, rows, batch);
  console.log(`disk, bare:  ${bytesPerEntry(path)} B an entry`);
});
await inDirectory(async (path) => {
  await fill(path);
  console.log(`disk, store: ${bytesPerEntry(path)} B an entry (budget 600)\n`);
  const store = await openStore(`sqlite:${path}`);
  for (const query of queriesFrom(entries)) await ask(store, query);
  await store.close();
});

async function fill(directory: string): Promise<number> {
  const store = await openStore(`sqlite:${directory}`);
  // The threads are up before the clock starts, as the file is in the bare insert.
  await store.append([]);
  await store.append(entries.slice(0, 1));
  const start = performance.now();
  // Four callers, each waiting for its receipts.
  let next = 1;
  const caller = async (): Promise<void> => {
    while (next < entries.length) {
      const from = next;
      next += batch;
      await store.append(entries.slice(from, from + batch));
    }
  };
  await Promise.all([caller(), caller(), caller(), caller()]);
  const elapsed = performance.now() - start;
  await store.close();
  return elapsed;
}

async function ask(store: Store, text: string): Promise<void> {
  const query = parseQuery(text, { now: Date.now() });
  const times: number[] = [];
  let found = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const start = performance.now();
    const { entries: page } = await store.list({ tenant: 'main', query });
    times.push(performance.now() - start);
    found = page.length;
  }
  times.sort((a, b) => a - b);
  const at = (part: number): string =>
    (times[Math.floor(part * (repeats - 1))] ?? 0).toFixed(2).padStart(8);
  console.log(
    `${text.padEnd(52)} ${String(found).padStart(3)} found ${at(0.5)} ms ${at(0.95)} ms p95`,
  );
}

function queriesFrom(all: readonly Entry[]): readonly string[] {
  const some = all[Math.floor(all.length / 2)] as Entry;
  const target = some.targets[0]?.id ?? '';
  return [
    '',
    `actor:${some.actor.id}`,
    'actor:anna',
    `action:${some.action}`,
    'action:order.',
    `target:${target}`,
    'target:order_1*',
    `request:${some.ambient?.requestId}`,
    `id:${some.id}`,
    'stream:login',
    'status:500',
    '-status:2xx',
    'outcome:failure',
    'route:/api/v2/orders',
    'path:/api/v2/orders/*',
    'ip:10.1.',
    'duration:>1s',
    'created:>=2026-09-01 created:<2026-09-02',
    `actor:${some.actor.id} action:${some.action}`,
    'action:order. -status:2xx',
    '(actor:anna OR actor:ivan) -action:order.view',
    rareWord,
    commonWord,
    `"${commonWord}"`,
    `${commonWord} status:500`,
    'data.plan:gold',
    'nosuchword',
    'action:*refund',
    'client:*101',
  ];
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function bytesPerEntry(directory: string): string {
  return (statSync(join(directory, 'entries.db')).size / count).toFixed(0);
}

function perSecond(elapsedMs: number): number {
  return (count / elapsedMs) * 1000;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
