// Question: does anything get lost, or twice, while a collector refuses most of what comes?
//
// A collector takes 5 posts of a key in 10 s. An app records a steady stream, which would be 5 posts a
// second, and somebody without manners posts as often with the same key. After a while the rude one
// stops. Everything that the app recorded must be there exactly once, no post may come earlier than
// the collector said, and recording may not take longer than without a limit.
//
//   node --conditions=whodid-source bench/campaigns/rate-limited.ts [--seconds 20] [--rate 100]
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { collectorTransport, createRecorder } from '@whodid/core';
import { freePort } from '../free-port.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '100' },
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const rudePerSecond = 5;
const budgetMs = 5;
const catchUpMs = 45_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'whodid-limited-'));
const adminKey = randomBytes(24).toString('hex');
const port = await freePort();
const collectorUrl = `http://127.0.0.1:${port}`;

/** What the app's posts were answered, as seen on the line. */
const seen = { taken: 0, refused: 0, tooEarly: 0 };

const collector = await startCollector();
const line = await startLine();
try {
  process.exitCode = await campaign();
} finally {
  line.closeAllConnections();
  line.close();
  await stop(collector);
  rmSync(directory, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  const recorder = createRecorder({
    service: 'campaign',
    transport: collectorTransport({
      url: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
      key: adminKey,
    }),
    spoolDirectory: join(directory, 'spool'),
  });
  const rude = beRude();
  const durations: number[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < seconds * rate; number += 1) {
    const dueMs = startedAt + (number * 1000) / rate - performance.now();
    if (dueMs > 1) await wait(dueMs);
    const before = performance.now();
    void recorder.record({ action: 'campaign.count', data: { number } });
    durations.push(performance.now() - before);
  }
  const rudely = await rude;
  const stoppedAt = performance.now();
  await recorder.flush('remote', catchUpMs);
  const caughtUpMs = performance.now() - stoppedAt;
  await recorder.close();

  const counts = await countSeen();
  const sent = Array.from({ length: seconds * rate }, (_, number) => number);
  const missing = sent.filter((number) => !counts.has(number)).length;
  const twice = sent.filter((number) => (counts.get(number) ?? 0) > 1).length;
  const p99 = durations.toSorted((a, b) => a - b)[Math.floor(durations.length * 0.99)] ?? 0;
  console.log(
    `5 posts in 10 s allowed, ${rate} entries/s for ${seconds} s and ${rudePerSecond} rude posts/s with ` +
      `the same key: rude ${rudely.taken} taken, ${rudely.refused} refused; ours ${seen.taken} taken, ` +
      `${seen.refused} refused, ${seen.tooEarly} earlier than told; ${sent.length} entries, ` +
      `${missing} missing, ${twice} twice, caught up in ${(caughtUpMs / 1000).toFixed(1)} s; ` +
      `record() p99 ${p99.toFixed(2)} ms`,
  );
  const fine = missing === 0 && twice === 0 && seen.tooEarly === 0 && p99 < budgetMs;
  return fine && seen.refused > 0 && rudely.refused > rudely.taken ? 0 : 1;
}

/** Posts with the app's key and minds no answer. */
async function beRude(): Promise<{ readonly taken: number; readonly refused: number }> {
  let taken = 0;
  let refused = 0;
  for (let n = 0; n < seconds * rudePerSecond; n += 1) {
    const answer = await fetch(`${collectorUrl}/v1/entries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: '{"action":"campaign.rude"}',
    });
    await answer.body?.cancel();
    if (answer.status === 200) taken += 1;
    if (answer.status === 429) refused += 1;
    await wait(1000 / rudePerSecond);
  }
  return { taken, refused };
}

/** How often each number is in the store. */
async function countSeen(): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  let cursor = '';
  do {
    const url = `${collectorUrl}/v1/entries?q=action:campaign.count&limit=500${cursor}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${adminKey}` } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    const page = (await answer.json()) as {
      readonly entries: readonly { readonly data: { readonly number: number } }[];
      readonly next: string | null;
    };
    for (const { data } of page.entries) found.set(data.number, (found.get(data.number) ?? 0) + 1);
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return found;
}

/** Stands between the app and the collector, and notes what goes by. */
async function startLine(): Promise<Server> {
  let notBefore = 0;
  const server = createServer((asked, answered) => {
    if (performance.now() < notBefore) seen.tooEarly += 1;
    const { method, url, headers } = asked;
    const onward = request(new URL(url ?? '/', collectorUrl), { method, headers }, (answer) => {
      if (answer.statusCode === 200) seen.taken += 1;
      if (answer.statusCode === 429) {
        seen.refused += 1;
        notBefore = performance.now() + Number(answer.headers['retry-after']) * 1000;
      }
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    });
    onward.on('error', () => answered.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function startCollector(): Promise<ChildProcess> {
  const args = ['packages/cli/bin/whodid.js', 'server', '--rate-limits', 'ingestPerCredential=30'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      WHODID_PORT: String(port),
      WHODID_DATA_DIR: join(directory, 'collector'),
      WHODID_ADMIN_KEY: adminKey,
    },
    stdio: 'ignore',
  });
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ok = await fetch(`${collectorUrl}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return child;
    await wait(50);
  }
  throw new Error('the collector does not answer');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  await over;
}
