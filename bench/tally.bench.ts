// Question: how long does it take to count a million entries by time and by value?
// Each question is asked of a store that was just opened (cold: nothing unpacked, pages of the file still
// in the system's cache), and then again (warm, median). Budget (issue of the dashboard): histogram and values
// within 1 s.
//
// Run: node --conditions=whodid-source bench/tally.bench.ts [--entries 1000000]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Entry, parseQuery } from '@whodid/core';
import { openStore, type Store, type TallyGroup } from '@whodid/store';
import { commonWord, entrySource, startAt } from './entry-source.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const count = Number(values.entries);
const batch = 1000;
const repeats = 5;
const dayMs = 86_400_000;

const facets = [
  'action',
  'actor',
  'outcome',
  'target.type',
  'kind',
  'status',
  'service',
  'country',
];
const by = facets.map((field) => [field] as unknown as TallyGroup);
const edges = Array.from({ length: 91 }, (_, day) => startAt + day * dayMs);

const directory = mkdtempSync(join(tmpdir(), 'whodid-tally-'));
try {
  await fill();
  const bytes = statSync(join(directory, 'entries.db')).size / count;
  console.log(`${count} entries, ${bytes.toFixed(0)} B each on disk\n`);
  console.log('8 groups and 90 buckets of'.padEnd(52), 'counted', '    cold', '    warm');
  for (const query of [
    '',
    '-action:whodid.look',
    'outcome:failure',
    'actor.id:user_0001',
    'status:5xx country:NL',
    commonWord,
    'created:>=2026-10-20',
    'client:*101',
  ]) {
    await measure(query);
  }
} finally {
  rmSync(directory, { recursive: true });
}

async function fill(): Promise<void> {
  const store = await openStore(`sqlite:${directory}`);
  const pending: Promise<unknown>[] = [];
  let some: Entry[] = [];
  for (const entry of entrySource(count)) {
    some.push(entry);
    if (some.length < batch) continue;
    pending.push(store.append(some));
    some = [];
    if (pending.length >= 8) await Promise.all(pending.splice(0));
  }
  await Promise.all([...pending, store.append(some)]);
  await store.close();
}

async function measure(text: string): Promise<void> {
  const query = parseQuery(text, { now: Date.now() });
  const store = await openStore(`sqlite:${directory}`);
  // The thread is up before the clock starts.
  await store.list({ tenant: 'main', query: { type: 'all' }, limit: 1 });
  const ask = (): ReturnType<Store['tally']> =>
    store.tally({ tenant: 'main', query, by, edges, top: 20 });
  let start = performance.now();
  const { count: found, countedFrom } = await ask();
  const cold = performance.now() - start;
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  await store.close();
  const shown = `${found}${countedFrom === null ? '' : '+'}`;
  console.log(
    (text || '(everything)').padEnd(50),
    shown.padStart(9),
    `${cold.toFixed(0)} ms`.padStart(8),
    `${(times[Math.floor(repeats / 2)] ?? 0).toFixed(0)} ms`.padStart(8),
  );
}
