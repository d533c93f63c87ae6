// Question: what does capture with a real recorder cost an Express 5 app?
// 0.7 KB in, 1.2 KB out, bodies kept and redacted, entries to the ring and the spool. The same app
// bare and captured, each in a process of its own, loaded in turns.
// Budget (design): 15 µs of CPU for a request, all threads; at least 90 % of the requests a second
// with an empty handler, 98 % with one that works for 1 ms; at most 0.15 ms more at p99.
//
// Run: node --conditions=whodid-source bench/http.bench.ts
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadResult } from './http/load.ts';

const rounds = 3;
const roundMs = 2000;
// Until the engine has compiled what is hot: before that its compiler threads are a tenth of the CPU.
const warmUpMs = 8000;

interface App {
  readonly process: ChildProcess;
  readonly port: number;
}

interface Figures {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
  readonly p99Ms: number;
}

const spool = mkdtempSync(join(tmpdir(), 'whodid-bench-'));
const loader = fork(new URL('http/load.ts', import.meta.url));
try {
  const bare = await start('bare');
  const captured = await start('captured');
  for (const path of ['/empty', '/busy']) report(path, await compare(path, bare, captured));
  bare.process.disconnect();
  captured.process.disconnect();
  await once(captured.process, 'exit');
} finally {
  loader.disconnect();
  rmSync(spool, { recursive: true });
}

async function start(mode: 'bare' | 'captured'): Promise<App> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(new URL('http/app.ts', import.meta.url), [mode, spool], { env });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  for (const path of ['/empty', '/busy']) await loadFor({ process: child, port }, path, warmUpMs);
  return { process: child, port };
}

async function compare(
  path: string,
  bare: App,
  captured: App,
): Promise<{ readonly bare: Figures; readonly captured: Figures }> {
  const results = { bare: [] as Figures[], captured: [] as Figures[] };
  for (let round = 0; round < rounds; round += 1) {
    results.bare.push(await measure(bare, path));
    results.captured.push(await measure(captured, path));
  }
  return { bare: medians(results.bare), captured: medians(results.captured) };
}

async function measure(app: App, path: string): Promise<Figures> {
  const before = await usage(app);
  const { requests, seconds, latencies } = await loadFor(app, path, roundMs);
  const after = await usage(app);
  return {
    perSecond: requests / seconds,
    cpuMicroseconds: (after - before) / requests,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  };
}

async function loadFor({ port }: App, path: string, ms: number): Promise<LoadResult> {
  const answer = once(loader, 'message');
  loader.send({ port, path, ms });
  const [result] = (await answer) as [LoadResult];
  return result;
}

async function usage({ process: child }: App): Promise<number> {
  const answer = once(child, 'message');
  child.send('usage');
  const [{ user, system }] = (await answer) as [NodeJS.CpuUsage];
  return user + system;
}

function medians(figures: readonly Figures[]): Figures {
  const median = (key: keyof Figures): number =>
    figures.map((each) => each[key]).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ??
    Number.NaN;
  return {
    perSecond: median('perSecond'),
    cpuMicroseconds: median('cpuMicroseconds'),
    p99Ms: median('p99Ms'),
  };
}

function report(
  path: string,
  { bare, captured }: { readonly bare: Figures; readonly captured: Figures },
): void {
  const row = (name: string, one: number, other: number, digits: number, more: string): void =>
    console.log(
      `${name.padEnd(26)} ${one.toFixed(digits).padStart(10)} ${other.toFixed(digits).padStart(10)}   ${more}`,
    );
  const percent = (captured.perSecond / bare.perSecond) * 100;
  console.log(
    `\n${path === '/empty' ? 'Empty handler' : 'Handler that works for 1 ms'}`.padEnd(27),
    '      bare   captured',
  );
  row('requests per second', bare.perSecond, captured.perSecond, 0, `${percent.toFixed(1)} %`);
  const added = captured.cpuMicroseconds - bare.cpuMicroseconds;
  row(
    'CPU µs per request',
    bare.cpuMicroseconds,
    captured.cpuMicroseconds,
    1,
    `+${added.toFixed(1)} µs`,
  );
  row('p99, ms', bare.p99Ms, captured.p99Ms, 2, `+${(captured.p99Ms - bare.p99Ms).toFixed(2)} ms`);
}
