// Question: how much memory do an idle collector and the library in an app take?
// Built files, as people install them (`npm run build` first): running from source costs more.
// Budget (design): 120 MB for an idle collector; 15 MB over bare for the library in an app.
//
// Run: node --conditions=whodid-source bench/memory.bench.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = (path: string): string =>
  JSON.stringify(pathToFileURL(join(root, 'packages', path)).href);
const directory = mkdtempSync(join(tmpdir(), 'whodid-memory-'));
const idleMs = 4000;
const rounds = 3;

const app = (capture: string): string => `
  import express from 'express';
  ${capture}
  const app = express();
  if (globalThis.capture) app.use(globalThis.capture);
  app.get('/', (_, response) => response.json({ ok: true }));
  const server = app.listen(0, '127.0.0.1', async () => {
    for (let n = 0; n < 500; n += 1) await (await fetch('http://127.0.0.1:' + server.address().port)).text();
  });`;
const programs = {
  bare: app(''),
  captured: app(`
    import { createRecorder } from ${built('core/dist/index.js')};
    import { expressCapture } from ${built('capture/dist/express/index.js')};
    const spoolDirectory = process.argv[1];
    globalThis.capture = expressCapture(createRecorder({ service: 'bench', spoolDirectory }));`),
  collector: `
    import { createCollector } from ${built('collector/dist/index.js')};
    const collector = await createCollector({ port: 0, dataDir: process.argv[1] });
    await (await fetch(collector.url + '/healthz')).text();`,
};

if (!existsSync(join(root, 'packages/collector/dist/index.js'))) {
  throw new Error('bench/memory.bench.ts measures the built files: run npm run build first');
}
try {
  const [bare, captured, collector] = [
    await median('bare'),
    await median('captured'),
    await median('collector'),
  ];
  console.log(`resident memory, median of ${rounds}, ${idleMs / 1000} s after the start`);
  console.log(`Express app, bare          ${bare.toFixed(0).padStart(5)} MB`);
  console.log(
    `Express app, captured      ${captured.toFixed(0).padStart(5)} MB   +${(captured - bare).toFixed(0)} MB`,
  );
  console.log(`collector, idle            ${collector.toFixed(0).padStart(5)} MB`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function median(name: keyof typeof programs): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) figures.push(await residentMb(name));
  return figures.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

async function residentMb(name: keyof typeof programs): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', programs[name], mkdtempSync(join(directory, name))],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await wait(idleMs);
  const kilobytes = Number(
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1],
  );
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
  return kilobytes / 1024;
}
