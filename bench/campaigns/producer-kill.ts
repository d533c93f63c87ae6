// Question: does an app that is killed lose an entry that `record()` returned for?
//
// An app records numbered entries as fast as it can and writes each number to a log of its own
// *after* `record()` has returned. It is killed with SIGKILL at a random moment, again and again, on
// one spool directory. Meanwhile the receiver loses answers and refuses service now and then. In the
// end each logged number must have arrived, as exactly one entry, and the numbers of each process
// must be without holes.
//
//   node --conditions=whodid-source bench/campaigns/producer-kill.ts [--rounds 50] [--seed 1]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { EntryFields } from '@whodid/core';
import { randomSource } from '../random-source.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const rounds = Number(values.rounds);
// The same seed kills at the same moments, as far as a machine repeats itself.
const random = randomSource(Number(values.seed));
const settleMs = 120_000;

const app = fileURLToPath(new URL('./numbered-app.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'whodid-kill-'));
const log = join(directory, 'returned');
// An app that dies while it starts has written nothing.
writeFileSync(log, '');
/** What has arrived, by id. The text is kept to see that a second copy is the same. */
const arrived = new Map<string, string>();
let deliveries = 0;
let conflicts = 0;

const receiver = createServer((request, response) => {
  receive(request, response).catch(() => response.destroy());
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const { port } = receiver.address() as AddressInfo;

try {
  process.exitCode = await campaign();
} finally {
  receiver.closeAllConnections();
  receiver.close();
  rmSync(directory, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) await killOnce(round);
  const complete = await settle();
  const problems = [...judge(), ...(complete ? [] : ['delivery did not come to an end'])];
  for (const problem of problems) console.error(problem);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const facts = [
    `${rounds} kills in ${seconds} s (seed ${values.seed})`,
    `${returned().length} entries that record() returned for`,
    `${arrived.size} arrived`,
    `${deliveries - arrived.size} delivered again and recognised`,
    problems.length === 0 ? 'none lost, none twice' : `${problems.length} problems`,
  ];
  console.log(facts.join('; '));
  return problems.length === 0 ? 0 : 1;
}

async function killOnce(round: number): Promise<void> {
  const child = start(round, 1_000_000);
  // Some die while they start, most in full flight.
  await wait(random() < 0.1 ? random() * 150 : 200 + random() * 600);
  child.kill('SIGKILL');
  await once(child, 'close');
}

/** The last process finds what all the others left, and records nothing itself. */
async function settle(): Promise<boolean> {
  const child = start(rounds, 0);
  const numbers = new Set(returned());
  const end = performance.now() + settleMs;
  let complete = false;
  while (!complete && performance.now() < end) {
    await wait(50);
    if (arrived.size < numbers.size) continue;
    const there = new Set(countedEntries().map(numberOf));
    complete = [...numbers].every((number) => there.has(number));
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  return complete;
}

function start(round: number, count: number): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--conditions=whodid-source', app], {
    env: {
      ...process.env,
      WHODID_URL: `http://127.0.0.1:${port}`,
      WHODID_KEY: 'campaign',
      WHODID_SPOOL_DIR: join(directory, 'spool'),
      LOG: log,
      ROUND: String(round),
      COUNT: String(count),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const chance = random();
  if (chance < 0.05) {
    response.writeHead(503).end();
    return;
  }
  const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1);
  const receipts = lines.map(keep);
  // Committed, and the answer never arrives.
  if (chance < 0.15) response.destroy();
  else response.end(JSON.stringify({ receipts }));
}

function keep(line: string): object {
  const { id } = JSON.parse(line) as EntryFields;
  deliveries += 1;
  const known = arrived.get(id);
  if (known === undefined) arrived.set(id, line);
  if (known !== undefined && known !== line) conflicts += 1;
  return { id, fate: known === undefined ? 'stored' : 'duplicate' };
}

function judge(): readonly string[] {
  const problems: string[] = [];
  const counts = new Map<string, number>();
  for (const entry of countedEntries()) {
    counts.set(numberOf(entry), (counts.get(numberOf(entry)) ?? 0) + 1);
  }
  const lost = returned().filter((number) => !counts.has(number));
  if (lost.length > 0) problems.push(`${lost.length} lost, the first is ${lost[0]}`);
  const twice = [...counts].filter(([, count]) => count > 1);
  if (twice.length > 0)
    problems.push(`${twice.length} stored twice, the first is ${twice[0]?.[0]}`);
  if (conflicts > 0) problems.push(`${conflicts} came again with other bytes`);
  return [...problems, ...holes()];
}

// Each number of a process is an entry or named by a gap.
function holes(): readonly string[] {
  const epochs = new Map<string, Set<number>>();
  const gaps: { epoch: string; first: number; last: number }[] = [];
  for (const { producer, kind, data } of entries()) {
    if (!epochs.has(producer.epoch)) epochs.set(producer.epoch, new Set());
    epochs.get(producer.epoch)?.add(producer.seq);
    if (kind === 'gap') gaps.push(data as unknown as (typeof gaps)[number]);
  }
  for (const { epoch, first, last } of gaps) {
    for (let seq = first; seq <= last; seq += 1) epochs.get(epoch)?.add(seq);
  }
  return [...epochs].flatMap(([epoch, seqs]) => {
    const last = [...seqs].reduce((most, seq) => Math.max(most, seq), 0);
    return seqs.size === last ? [] : [`epoch ${epoch}: ${last - seqs.size} numbers are missing`];
  });
}

function entries(): readonly EntryFields[] {
  return [...arrived.values()].map((line) => JSON.parse(line) as EntryFields);
}

function countedEntries(): readonly EntryFields[] {
  return entries().filter(({ action }) => action === 'campaign.count');
}

function numberOf({ data }: EntryFields): string {
  const { round, number } = data as { round: string; number: number };
  return `${round}/${number}`;
}

function returned(): readonly string[] {
  return readFileSync(log, 'utf8').split('\n').slice(0, -1);
}
