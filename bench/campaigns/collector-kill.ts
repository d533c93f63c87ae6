// Question: is everything that the collector gave a receipt for there after it was killed?
//
// Clients post batches until each entry has a receipt. Meanwhile the collector is killed with
// SIGKILL at random and started again. In the end each entry with a receipt must be in the store
// exactly once, with the very bytes that were sent.
//
//   node --conditions=whodid-source bench/campaigns/collector-kill.ts [--entries 100000] [--kills 20]
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type AdmitTools,
  admit,
  canonicalJson,
  canonicalText,
  createRedactor,
  type Json,
  sha256,
  systemClock,
} from '@whodid/core';
import { entrySource } from '../entry-source.ts';
import { freePort } from '../free-port.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '20' },
    clients: { type: 'string', default: '4' },
    batch: { type: 'string', default: '500' },
  },
});
const total = Number(values.entries);
const kills = Number(values.kills);
const clients = Number(values.clients);
const batchSize = Number(values.batch);
const tenant = 'main';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'whodid-kill-'));
const adminKey = randomBytes(24).toString('base64url');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

const admitTools: AdmitTools = {
  clock: systemClock,
  nextId: () => '',
  redactor: createRedactor(),
  tenant,
  producer: () => ({ id: 'campaign', epoch: '0000000000000000', seq: 1 }),
  service: { name: 'campaign' },
};

interface Sent {
  readonly id: string;
  readonly text: string;
}

/** Hash of what was sent, by id, for everything that has a receipt. */
const receipts = new Map<string, string>();
const wrong: string[] = [];
let lostAnswers = 0;
let collector = await start();

try {
  process.exitCode = await campaign();
} finally {
  await stop(collector, 'SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  const key = await makeKey();
  const startedAt = performance.now();
  const killing = killAtRandom();
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index, key)));
  const killed = await killing;
  const seconds = (performance.now() - startedAt) / 1000;
  await verify(key);
  for (const line of wrong.slice(0, 10)) console.error(line);
  console.log(
    `${receipts.size} entries with a receipt, ${killed} kills, ${lostAnswers} answers lost, ` +
      `${seconds.toFixed(1)} s: ${wrong.length === 0 ? 'every one there exactly once' : `${wrong.length} violations`}`,
  );
  return wrong.length === 0 && killed === kills && receipts.size === total ? 0 : 1;
}

/** Posts its share, each batch until it has receipts for all of it. */
async function client(index: number, key: string): Promise<void> {
  const share = Math.floor(total / clients) + (index < total % clients ? 1 : 0);
  for (const batch of batches(share, 1000 + index)) {
    const body = `[${batch.map(({ text }) => text).join(',')}]`;
    let answer = await post(body, key);
    while (answer === null) {
      lostAnswers += 1;
      await wait(20 + 80 * Math.random());
      answer = await post(body, key);
    }
    take(batch, answer);
  }
}

function* batches(count: number, seed: number): Generator<readonly Sent[]> {
  let batch: Sent[] = [];
  // Through `admit`, as a library would have sealed them, so that the bytes sent are the bytes kept.
  for (const raw of entrySource(count, seed)) {
    const entry = admit(JSON.parse(canonicalText(raw)), admitTools);
    batch.push({ id: entry.id, text: canonicalText(entry) });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface Receipt {
  readonly id: string;
  readonly fate: string;
}

/** The receipts, or `null` if no answer came or it said to come again. */
async function post(body: string, key: string): Promise<readonly Receipt[] | null> {
  try {
    const answer = await fetch(`${url}/v1/entries`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.ok) return ((await answer.json()) as { receipts: Receipt[] }).receipts;
    if (answer.status !== 503) wrong.push(`answered ${answer.status}: ${await answer.text()}`);
    return null;
  } catch {
    return null;
  }
}

function take(batch: readonly Sent[], answer: readonly Receipt[]): void {
  for (const [at, { id, text }] of batch.entries()) {
    const receipt = answer[at];
    const kept = receipt?.fate === 'stored' || receipt?.fate === 'duplicate';
    if (kept && receipt.id === id) receipts.set(id, hash(text));
    else wrong.push(`${id} got ${JSON.stringify(receipt)}`);
  }
}

/** Kills when random numbers of receipts are reached, so that all kills fall into the load. */
async function killAtRandom(): Promise<number> {
  const moments = Array.from({ length: kills }, () => Math.random() * 0.95 * total);
  let killed = 0;
  for (const moment of moments.sort((a, b) => a - b)) {
    while (receipts.size < moment) await wait(5);
    await wait(100 * Math.random());
    await stop(collector, 'SIGKILL');
    killed += 1;
    collector = await start();
  }
  return killed;
}

/** Looks whether what was acknowledged, and nothing else, is there once and as it was sent. */
async function verify(key: string): Promise<void> {
  const seen = new Set<string>();
  for await (const entry of everything(key)) {
    const { id } = entry;
    const expected = receipts.get(id);
    if (seen.has(id)) wrong.push(`${id} is there twice`);
    else if (expected === undefined) wrong.push(`${id} was never acknowledged`);
    else if (expected !== hash(canonicalJson(entry as Json))) wrong.push(`${id} differs`);
    seen.add(id);
  }
  for (const id of receipts.keys()) if (!seen.has(id)) wrong.push(`${id} is missing`);
}

async function* everything(key: string): AsyncGenerator<{ readonly id: string }> {
  const headers = { authorization: `Bearer ${key}` };
  let cursor = '';
  do {
    const answer = await fetch(`${url}/v1/entries?limit=500${cursor}`, { headers });
    if (!answer.ok) throw new Error(`listing answered ${answer.status}`);
    const page = (await answer.json()) as { entries: { id: string }[]; next: string | null };
    yield* page.entries;
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
}

function hash(text: string): string {
  return Buffer.from(sha256(text)).toString('base64');
}

async function makeKey(): Promise<string> {
  const answer = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    body: JSON.stringify({ name: 'campaign', scopes: ['ingest', 'read'], tenant }),
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`making a key answered ${answer.status}`);
  return ((await answer.json()) as { key: string }).key;
}

async function start(): Promise<ChildProcess> {
  const args = ['--conditions=whodid-source', 'bench/campaigns/collector-process.ts'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      WHODID_PORT: String(port),
      WHODID_DATA_DIR: directory,
      WHODID_ADMIN_KEY: adminKey,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await isHealthy()) return child;
    await wait(20);
  }
  throw new Error('the collector did not start');
}

function isHealthy(): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
