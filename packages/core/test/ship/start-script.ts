import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Scratch } from './scratch.ts';

/** A fixture that runs in a process of its own. */
export interface ScriptRun {
  readonly child: ChildProcess;
  /** Resolves when it has ended: exit code or signal, and all that it printed. */
  readonly ended: Promise<{ readonly end: number | string | null; readonly output: string }>;
}

/** Starts a fixture with its directories and what `env` adds. It ends with the test. */
export function startScript(
  context: TestContext,
  script: string,
  { spoolDirectory, ringDirectory, root }: Scratch,
  env: NodeJS.ProcessEnv,
): ScriptRun {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const places = { SPOOL: spoolDirectory, RING: ringDirectory, ACKS: join(root, 'acks') };
  const child = spawn(process.execPath, ['--conditions=whodid-source', script], {
    env: { ...inherited, ...places, ...env },
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
