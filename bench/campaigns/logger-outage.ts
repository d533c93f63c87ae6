// Question: does every activity reach a logger that fails for minutes, and does anybody wait for it?
//
// An Express app calls sendActivityLog.delay in each request, under a steady load. The logger answers
// 500 for two minutes, then does not answer at all, then drops each connection after it has read the
// request, then works. In the middle of the first phase the app is killed and started again.
//
// Each request must arrive exactly once as a payload that was taken, every try of it with the same
// auditID and the same 29 texts, those of one user in their order; the token of the users must be in no
// header, no payload, no output and no file. The median of the app's answers may be at most 5 ms worse
// than with the logger up, and none may take as long as the logger has to answer (5 s).
//
//   node --conditions=whodid-source bench/campaigns/logger-outage.ts [--seconds 120] [--rate 20]
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StubLogger } from '../../packages/core/test/ship/stub-logger.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    rate: { type: 'string', default: '20' },
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const users = 10;
const budgetMs = 5;
const timeoutMs = 5000;
const settleMs = 180_000;

type Phase = 'up' | '500' | 'hanging' | 'dropping' | 'back';

const directory = mkdtempSync(join(tmpdir(), 'whodid-logger-outage-'));
const token = `Planted-${randomBytes(12).toString('hex')}`;
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const stub = await StubLogger.start();
const running: ChildProcess[] = [];
const leaks: string[] = [];
let output = '';
let phase: Phase = 'up';
let sent = 0;
/** Number of the last request before the app was killed. */
let killedAfter = 0;

stub.answer = (_request, response, usual) => {
  if (phase === '500') response.writeHead(500).end();
  else if (phase === 'dropping') response.destroy();
  else if (phase !== 'hanging') usual();
};

try {
  process.exitCode = await campaign();
} finally {
  for (const child of running) await stop(child, 'SIGKILL');
  agent.destroy();
  await stub.down();
  rmSync(directory, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  let app = await startApp();
  await load(app.port, 3);
  const up = await load(app.port, seconds / 4);

  phase = '500';
  const failing = await load(app.port, seconds / 2);
  killedAfter = sent;
  await stop(app.child, 'SIGKILL');
  searchFiles();
  app = await startApp();
  await load(app.port, 3);
  failing.push(...(await load(app.port, seconds / 2)));

  phase = 'hanging';
  const hanging = await load(app.port, seconds / 6);
  searchFiles();
  phase = 'dropping';
  const dropping = await load(app.port, seconds / 6);
  searchFiles();

  phase = 'back';
  const backAt = Date.now();
  const back = await load(app.port, 5);
  while (stub.payloads.size < sent && Date.now() - backAt < settleMs) await wait(200);
  const caughtUpS = (Date.now() - backAt) / 1000;
  await wait(1000);
  await stop(app.child, 'SIGTERM');

  const found = check();
  const away = [failing, hanging, dropping];
  const worse = Math.max(...away.map(median)) - median(up);
  const longest = Math.max(...away.flat());
  console.log(
    `logger away for ${Math.round(seconds + seconds / 3)} s (500, hanging, dropping), the app killed ` +
      `once, ${rate} requests/s by ${users} users: ${sent} activities, ${sent - stub.payloads.size} ` +
      `missing, ${stub.requests.length} tries, ${found.changed} of them with other content, ` +
      `${found.outOfOrder} out of order, ${leaks.length} leaks; caught up in ${caughtUpS.toFixed(1)} s`,
  );
  console.log(
    `answers of the app, median / p99 in ms: up ${show(up)}, 500 ${show(failing)}, hanging ` +
      `${show(hanging)}, dropping ${show(dropping)}, back ${show(back)}; longest ${longest.toFixed(0)}`,
  );
  for (const leak of leaks) console.error(`the token is in ${leak}`);
  const sound = found.changed === 0 && found.outOfOrder === 0 && leaks.length === 0;
  const quick = worse < budgetMs && longest < timeoutMs;
  return sound && quick && stub.payloads.size === sent && found.wrong === 0 ? 0 : 1;
}

/** Looks at everything that the logger has seen. */
function check(): {
  readonly changed: number;
  readonly outOfOrder: number;
  readonly wrong: number;
} {
  const first = new Map<string, string>();
  let changed = 0;
  for (const { payload } of stub.requests) {
    const text = JSON.stringify(payload);
    const known = first.get(payload.auditID);
    if (known === undefined) first.set(payload.auditID, text);
    else if (known !== text) changed += 1;
  }
  const numbers = new Set([...stub.payloads.values()].map(({ action }) => action));
  if (JSON.stringify(stub.requests).includes(token)) leaks.push('what was sent');
  if (output.includes(token)) leaks.push('the output of the app');
  return { changed, outOfOrder: outOfOrder(), wrong: sent - numbers.size };
}

// By the app's own clock: requests on several connections may overtake each other on their way to it.
// And of one process: what a killed one left is sent beside the activities of its successor.
function outOfOrder(): number {
  const latest = new Map<string, string>();
  let wrong = 0;
  for (const { action, userID, timestamp } of stub.payloads.values()) {
    const key = `${userID} ${Number(action) <= killedAfter}`;
    if (timestamp < (latest.get(key) ?? '')) wrong += 1;
    latest.set(key, timestamp);
  }
  return wrong;
}

/** Sends requests at a steady pace, whether or not earlier ones were answered. */
async function load(port: number, forSeconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const answers: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < forSeconds * rate; n += 1) {
    const dueMs = startedAt + (n * 1000) / rate - performance.now();
    if (dueMs > 1) await wait(dueMs);
    sent += 1;
    answers.push(ask(port, sent).then((ms) => void latencies.push(ms)));
  }
  await Promise.all(answers);
  return latencies;
}

async function ask(port: number, n: number): Promise<number> {
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'x-user': `u-${n % users}` };
    const path = `/orders/${n}`;
    request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 201) reject(new Error(`the app answered ${response.statusCode}`));
      response.resume().once('end', resolve);
    })
      .once('error', reject)
      .end();
  });
  return performance.now() - startedAt;
}

async function startApp(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const file = fileURLToPath(new URL('./logger-outage/app.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=whodid-source', file], {
    env: {
      ...process.env,
      LOGGER_URL: stub.url,
      LOGGER_TOKEN: 'service-token',
      LOGGER_SPOOL_DIR: join(directory, 'spool'),
    },
  });
  running.push(child);
  const before = output.length;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  for (const end = Date.now() + 20_000; Date.now() < end; await wait(20)) {
    const [port] = /^\d+$/m.exec(output.slice(before)) ?? [];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error('the app does not start');
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill(signal);
  await over;
}

function searchFiles(): void {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  for (const name of files) {
    const file = join(directory, name);
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
    if (isFile && readFileSync(file, 'latin1').includes(token)) leaks.push(name);
  }
}

function show(latencies: readonly number[]): string {
  return `${median(latencies).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}`;
}

function median(latencies: readonly number[]): number {
  return quantile(latencies, 0.5);
}

function quantile(latencies: readonly number[], share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
