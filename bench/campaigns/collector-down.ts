// Question: does the app notice that its collector is gone, and does everything arrive afterwards?
//
// The shop serves a steady load. First with the collector up, then with the collector killed for a
// while, then up again. The p99 of the shop's answers may differ by less than 2 ms between the first
// two, and each request must be in the store exactly once in the end.
//
//   node --conditions=whodid-source bench/campaigns/collector-down.ts [--seconds 60] [--rate 200]
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '../free-port.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const budgetMs = 2;
const settleMs = 120_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'whodid-down-'));
const adminKey = randomBytes(24).toString('hex');
const [collectorPort, shopPort] = [await freePort(), await freePort()];
const collectorUrl = `http://127.0.0.1:${collectorPort}`;
const shopUrl = `http://127.0.0.1:${shopPort}`;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const running: ChildProcess[] = [];

try {
  process.exitCode = await campaign();
} finally {
  for (const child of running) await stop(child, 'SIGKILL');
  agent.destroy();
  rmSync(directory, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  let collector = await startCollector();
  const shop = await startShop();
  await load('warm', 3);

  const up = await load('up', seconds);
  await stop(collector, 'SIGKILL');
  const down = await load('down', seconds);
  collector = await startCollector();
  const back = await load('back', 5);

  const sent = [...up.ids, ...down.ids, ...back.ids];
  const startedAt = Date.now();
  let seen = await countSeen();
  while (sent.some((id) => !seen.has(id)) && Date.now() - startedAt < settleMs) {
    await wait(500);
    seen = await countSeen();
  }
  const missing = sent.filter((id) => !seen.has(id)).length;
  const twice = sent.filter((id) => (seen.get(id) ?? 0) > 1).length;
  await stop(shop, 'SIGTERM');
  await stop(collector, 'SIGTERM');

  const difference = p99(down.latencies) - p99(up.latencies);
  console.log(
    `collector down for ${seconds} s at ${rate} requests/s: p99 up ${p99(up.latencies).toFixed(2)} ms, ` +
      `down ${p99(down.latencies).toFixed(2)} ms, difference ${difference.toFixed(2)} ms; ` +
      `${sent.length} requests, ${missing} missing, ${twice} twice, ` +
      `caught up ${((Date.now() - startedAt) / 1000).toFixed(1)} s after the load`,
  );
  return missing === 0 && twice === 0 && difference < budgetMs ? 0 : 1;
}

/** Sends requests at a steady pace, whether or not earlier ones were answered. */
async function load(
  phase: string,
  forSeconds: number,
): Promise<{ latencies: number[]; ids: string[] }> {
  const latencies: number[] = [];
  const ids: string[] = [];
  const answers: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < forSeconds * rate; n += 1) {
    const dueMs = startedAt + (n * 1000) / rate - performance.now();
    if (dueMs > 1) await wait(dueMs);
    const id = `${phase}-${n}`;
    ids.push(id);
    answers.push(request(id).then((ms) => void latencies.push(ms)));
  }
  await Promise.all(answers);
  return { latencies, ids };
}

async function request(id: string): Promise<number> {
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    get(`${shopUrl}/products`, { agent, headers: { 'x-request-id': id } }, (response) => {
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
  return performance.now() - startedAt;
}

/** How often each request id is in the store. */
async function countSeen(): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  let cursor = '';
  do {
    const url = `${collectorUrl}/v1/entries?q=kind:http.in&limit=500${cursor}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${adminKey}` } });
    if (!answer.ok)
      throw new Error(`the collector answered ${answer.status} ${await answer.text()}`);
    const page = (await answer.json()) as {
      entries: { ambient?: { requestId?: string } }[];
      next: string | null;
    };
    for (const { ambient } of page.entries) {
      const id = ambient?.requestId ?? '';
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return seen;
}

async function startCollector(): Promise<ChildProcess> {
  const child = start(['packages/cli/bin/whodid.js', 'server'], {
    WHODID_PORT: String(collectorPort),
    WHODID_DATA_DIR: join(directory, 'collector'),
    WHODID_ADMIN_KEY: adminKey,
  });
  await answering(`${collectorUrl}/healthz`, child);
  return child;
}

async function startShop(): Promise<ChildProcess> {
  const child = start(['--conditions=whodid-source', 'examples/shop/src/main.ts'], {
    PORT: String(shopPort),
    SHOP_DATA_DIR: join(directory, 'shop'),
    WHODID_URL: collectorUrl,
    WHODID_KEY: adminKey,
    WHODID_SPOOL_DIR: join(directory, 'spool'),
  });
  await answering(`${shopUrl}/`, child);
  return child;
}

function start(args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  running.push(child);
  return child;
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await wait(50);
  }
  throw new Error(`${url} does not answer`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill(signal);
  await over;
}

function p99(latencies: readonly number[]): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
