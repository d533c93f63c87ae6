import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Scratch } from '../ship/scratch.ts';

const app = fileURLToPath(new URL('./fixtures/app.ts', import.meta.url));

export interface AppRun {
  readonly child: ChildProcess;
  /** Resolves when it has ended: exit code or signal, and all that it printed. */
  readonly ended: Promise<{ readonly end: number | string | null; readonly output: string }>;
}

/** Starts the fixture app, with its directories and what `env` adds. It ends with the test. */
export function startApp(
  context: TestContext,
  { spoolDirectory, ringDirectory, root }: Scratch,
  env: NodeJS.ProcessEnv,
): AppRun {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=whodid-source', app], {
    env: {
      ...inherited,
      SPOOL: spoolDirectory,
      RING: ringDirectory,
      ACKS: join(root, 'acks'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ end: signal ?? code, output }));
  context.after(() => child.kill('SIGKILL'));
  return { child, ended };
}

/** The numbers for which `record` returned, as `name number`. */
export function acknowledged({ root }: Scratch): readonly string[] {
  const path = join(root, 'acks');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
