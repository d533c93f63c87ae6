// Question: do the text files of streams lose, double, tear or reorder an entry when the processes that
// write them are killed?
//
// Eight processes write numbered entries to streams of five users, into one folder and one collector,
// with files so short that they are put aside all the time. Each writes a number to a log *after*
// `delay` has returned. One of them is killed with SIGKILL at a random moment and another takes its
// place, again and again. In the end each logged number is in the files once and in the store once, and
// those of each process stand in the order in which it wrote them.
//
//   node --conditions=whodid-source bench/campaigns/stream-kill.ts [--rounds 20] [--seed 1]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Collector, createCollector } from '@whodid/collector';
import { parseQuery } from '@whodid/core';
import { openStore } from '@whodid/store';
import { acceptedBy, messagesIn } from '../../packages/core/test/stream/several-workers.ts';
import { randomSource } from '../random-source.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const rounds = Number(values.rounds);
const workers = 8;
const settleMs = 300_000;
const app = fileURLToPath(
  new URL('../../packages/core/test/stream/fixtures/stream-app.ts', import.meta.url),
);
const root = mkdtempSync(join(tmpdir(), 'whodid-streams-'));
const logs = join(root, 'logs');
const random = randomSource(Number(values.seed));

try {
  process.exitCode = await campaign();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  const startedAt = performance.now();
  const dataDir = join(root, 'collector');
  const collector = await createCollector({ port: 0, dataDir });
  const { key } = await collector.createKey({ name: 'campaign', scopes: ['ingest', 'read'] });
  const running = Array.from({ length: workers }, (_, index) => start(collector, key, `w${index}`));
  await writes('w0');
  for (let round = 0; round < rounds; round += 1) {
    await wait(200 + random() * 800);
    if (round > 0 && random() > 0.1) await writes(`r${round - 1}`);
    const at = Math.floor(random() * workers);
    await kill(running[at] as ChildProcess);
    running[at] = start(collector, key, `r${round}`);
  }
  await wait(1000);
  for (const child of running) await kill(child);
  // The last process finds what all the others left.
  const last = start(collector, key, 'last', '1');
  const complete = (await settle()) && (await isStored(collector, key));
  await kill(last);
  await collector.close();
  const stored = await countStored(dataDir);
  tellFaults();
  const problems = judge(stored, complete);
  for (const problem of problems) console.error(problem);
  const facts = [
    `${rounds + workers} kills in ${Math.round((performance.now() - startedAt) / 1000)} s (seed ${values.seed})`,
    `${accepted().length} entries that delay() returned for`,
    `${messages().length} in the files, ${stored} in the store`,
    problems.length === 0
      ? 'none lost, doubled, torn or out of order'
      : `${problems.length} problems`,
  ];
  console.log(facts.join('; '));
  return problems.length === 0 ? 0 : 1;
}

function start(collector: Collector, KEY: string, NAME: string, COUNT = '2000'): ChildProcess {
  return spawn(process.execPath, ['--conditions=whodid-source', app], {
    env: {
      ...process.env,
      ...{ URL: collector.url, KEY, NAME, COUNT, LINES: '200', PAUSE: '2', END: 'stay' },
      ...{ SPOOL: join(root, 'spool'), ACKS: join(root, 'acks'), LOGS: logs },
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

// A machine may need seconds to start a process, and one that does nothing yet loses nothing.
async function writes(name: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (accepted().includes(`${name} 0`)) return;
    await wait(50);
  }
}

function accepted(): readonly string[] {
  return existsSync(join(root, 'acks')) ? acceptedBy({ root }) : [];
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}

async function settle(): Promise<boolean> {
  for (const end = performance.now() + settleMs; performance.now() < end; ) {
    await wait(1000);
    try {
      const there = new Set(messages());
      const all = accepted();
      if (all.includes('last 0') && all.every((one) => there.has(one))) return true;
    } catch {
      // Read while it was written.
    }
  }
  return false;
}

// The two ways do not wait for each other, so the store may still be behind.
async function isStored({ url }: Collector, key: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}` };
  for (const end = performance.now() + settleMs; performance.now() < end; await wait(1000)) {
    const answer = await fetch(new URL('/v1/streams', url), { headers });
    const { streams } = (await answer.json()) as { streams: { name: string; entries: number }[] };
    const count = streams
      .filter(({ name }) => name === 'INFO' || name === 'LOGIN')
      .reduce((sum, { entries }) => sum + entries, 0);
    if (count >= accepted().length) return true;
  }
  return false;
}

function messages(): readonly string[] {
  return [...messagesIn(logs).values()].flat();
}

/** What whodid itself had to say. */
function tellFaults(): void {
  const file = join(logs, 'sys', 'INTERNAL_log.log');
  if (existsSync(file)) console.log(readFileSync(file, 'utf8'));
}

async function countStored(dataDir: string): Promise<number> {
  const store = await openStore(`sqlite:${join(dataDir, 'store')}`);
  const query = parseQuery('action:stream.write', { now: Date.now() });
  const count = await store.count({ tenant: 'default', query });
  await store.close();
  return count;
}

function judge(stored: number, complete: boolean): readonly string[] {
  const all = messages();
  const problems = complete ? [] : ['not all that was accepted has arrived'];
  if (new Set(all).size !== all.length) problems.push('some are in the files twice');
  // One that was killed between the two has recorded what it has not logged, in both or in neither.
  if (stored !== all.length) problems.push(`${stored} in the store, ${all.length} in the files`);
  for (const [place, list] of messagesIn(logs)) {
    const reached = new Map<string, number>();
    for (const message of list) {
      const [name = '', number] = message.split(' ');
      if (Number(number) <= (reached.get(name) ?? -1))
        problems.push(`${place}: ${message} is late`);
      reached.set(name, Number(number));
    }
  }
  return problems;
}
