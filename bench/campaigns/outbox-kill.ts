// Question: in outbox mode, does a change lose its entry, or an entry its change, when the process that
// writes is killed between statement, commit and return?
//
// One app after the other writes to one database, alone and in transactions with savepoints and rollbacks.
// Half of them are killed with SIGKILL at any time, the others at a seam: before or after one of the calls
// and messages between the app's statement and its answer. Another app writes all the while and is not
// killed. The receiver loses answers and refuses service. In the end the last app ships what all of them
// have left. The truth is written by triggers of the database: each row of it must be one entry, and each
// entry one row.
//
//   node --conditions=whodid-source bench/campaigns/outbox-kill.ts [--kills 1000] [--seed 1]
//     [--database postgres|sqlite]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { claims, facts } from '../../packages/orm/test/matrix/judge.ts';
import { randomSource } from '../random-source.ts';
import { type CampaignDatabase, openPostgres, openSqlite } from './outbox-kill/databases.ts';
import { openReceiver, type Receiver } from './outbox-kill/receiver.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'both' },
  },
});
const kills = Number(values.kills);
// The same seed aims at the same seams, as far as a machine repeats itself.
const random = randomSource(Number(values.seed));
const settleMs = 300_000;
/** How many seams of each phase are aimed at: those of a few operations. */
const seams = { statement: 60, commit: 12, return: 24 } as const;
/** Longest that a process may need to come to its seam. */
const aimedMs = 20_000;
const app = fileURLToPath(new URL('./outbox-kill/app.ts', import.meta.url));

interface Place {
  readonly database: CampaignDatabase;
  readonly receiver: Receiver;
  readonly directory: string;
}

const isReady = new WeakMap<ChildProcess, Promise<unknown>>();
const living = new Set<ChildProcess>();
const rows: Record<string, string | number>[] = [];
if (values.database !== 'sqlite') await on(openPostgres);
if (values.database !== 'postgres') await on(openSqlite);
for (const key of Object.keys(rows[0] ?? {})) {
  console.log(`| ${[key, ...rows.map((row) => row[key])].join(' | ')} |`);
}

async function on(open: (directory: string) => Promise<CampaignDatabase>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-outbox-kill-'));
  const database = await open(directory);
  const receiver = await openReceiver(random);
  try {
    rows.push(await campaign({ database, receiver, directory }));
  } finally {
    for (const child of living) child.kill('SIGKILL');
    receiver.close();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function campaign(place: Place): Promise<Record<string, string | number>> {
  const startedAt = performance.now();
  const companion = start(place, 0, { PAUSE: '50' });
  await ready(companion);
  let aimed = aim();
  let next = start(place, 1, aimed);
  for (let kill = 1; kill <= kills; kill += 1) {
    const [child, longestMs] = [next, 'SEAM' in aimed ? aimedMs : 30 + random() * 300];
    await ready(child);
    // The next one starts while this one works.
    aimed = kill < kills ? aim() : { PAUSE: '200' };
    next = start(place, kill + 1, aimed);
    await die(child, longestMs);
  }
  await ready(next);
  const complete = await settle(place, companion, next);
  const { counts } = place.receiver;
  const [truth, told] = [facts(await place.database.truth()), claims(place.receiver.entries())];
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const row = {
    '': place.database.name,
    kills,
    ...phases(place),
    'changes that were committed': truth.length,
    'entries of them': told.length,
    'shipped again and recognised': counts.repeated,
    'changes without an entry': without(truth, told).length,
    'entries without a change': without(told, truth).length,
    'other bytes under the same id': counts.conflicts,
    'numbers of a producer that are missing': missing(place.receiver),
    'left in the outbox': complete ? 0 : await place.database.waiting(),
    'seconds, seed': `${seconds}, ${values.seed}`,
  };
  for (const lost of without(truth, told).slice(0, 3)) console.error(`no entry: ${lost}`);
  for (const extra of without(told, truth).slice(0, 3)) console.error(`no change: ${extra}`);
  const bad = [
    ...[row['changes without an entry'], row['entries without a change']],
    ...[row['other bytes under the same id'], row['numbers of a producer that are missing']],
  ];
  if (!complete || bad.some((count) => count > 0) || truth.length < kills) process.exitCode = 1;
  return row;
}

function aim(): Record<string, string> {
  if (random() < 0.5) return {};
  const all = Object.entries(seams);
  const [phase, most] = all[Math.floor(random() * all.length)] ?? ['commit', 1];
  return { SEAM: `${phase} ${1 + Math.floor(random() * most)}` };
}

function start(place: Place, name: number, env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=whodid-source', '--no-warnings', app], {
    env: {
      ...process.env,
      DATABASE: place.database.address,
      SPOOL: join(place.directory, 'spool'),
      URL: place.receiver.url,
      KILLED: join(place.directory, 'killed'),
      NAME: String(name),
      NODE_COMPILE_CACHE: join(tmpdir(), 'whodid-outbox-kill-cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  living.add(child);
  child.once('close', () => living.delete(child));
  return child;
}

async function ready(child: ChildProcess): Promise<void> {
  if (!isReady.has(child) && child.stdout !== null) {
    isReady.set(child, Promise.race([once(child.stdout, 'data'), once(child, 'close')]));
  }
  await isReady.get(child);
}

async function die(child: ChildProcess, longestMs = 100): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'close');
    await Promise.race([ended, wait(longestMs)]);
    child.kill('SIGKILL');
    await ended;
  }
  if (child.signalCode !== 'SIGKILL') throw new Error(`the app ended by itself: ${child.exitCode}`);
}

/** Both apps stop writing, and a last one that hardly writes ships what is left. */
async function settle(place: Place, ...running: readonly ChildProcess[]): Promise<boolean> {
  for (const child of running) await die(child);
  const last = start(place, kills + 2, { MOST: '1' });
  await ready(last);
  let complete = false;
  for (const end = performance.now() + settleMs; !complete && performance.now() < end; ) {
    await wait(1000);
    const truth = facts(await place.database.truth());
    complete =
      without(truth, claims(place.receiver.entries())).length === 0 &&
      (await place.database.waiting()) === 0;
  }
  await die(last);
  return complete;
}

/** Where those died that died at a seam. */
function phases({ directory }: Place): Record<string, number> {
  const file = join(directory, 'killed');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const count = (phase: string): number => lines.filter((line) => line === phase).length;
  return {
    'between statement and commit': count('statement'),
    'at the commit': count('commit'),
    'between commit and return': count('return'),
    'at any time': kills - lines.length,
  };
}

/** What is in one list and not in the other, as often as it is there. */
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of others) counts.set(one, (counts.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const left = counts.get(one) ?? 0;
    counts.set(one, left - 1);
    return left <= 0;
  });
}

// Each number below the last one of a producer is an entry.
function missing(receiver: Receiver): number {
  const numbers = new Map<string, Set<number>>();
  for (const { producer, change } of receiver.entries()) {
    if (change === undefined) continue;
    const own = numbers.get(producer.epoch) ?? new Set();
    numbers.set(producer.epoch, own.add(producer.seq));
  }
  return [...numbers.values()].reduce((sum, own) => sum + Math.max(...own) - own.size, 0);
}
