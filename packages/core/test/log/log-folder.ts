import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const writer = fileURLToPath(new URL('fixtures/log-writer.ts', import.meta.url));

/** A folder that ends with the test. */
export function logFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'whodid-log-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The lines of `app.log` and of all its backups, oldest backup first. */
export function linesIn(folder: string, name = 'app.log'): readonly string[] {
  return filesOf(folder, name)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '');
}

export function filesOf(folder: string, name = 'app.log'): readonly string[] {
  const numbered = readdirSync(folder).filter((file) => /^\d+$/.test(file.slice(name.length + 1)));
  const byNumber = numbered
    .filter((file) => file.startsWith(`${name}.`))
    .sort(
      (one, other) => Number(one.slice(name.length + 1)) - Number(other.slice(name.length + 1)),
    );
  return [...byNumber, ...readdirSync(folder).filter((file) => file === name)];
}

export interface WriterRun {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly end: number | string | null; readonly errors: string }>;
  output(): string;
}

/** Starts a process that writes lines. It ends with the test. */
export function startWriter(
  context: TestContext,
  folder: string,
  env: NodeJS.ProcessEnv,
): WriterRun {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=whodid-source', writer], {
    env: { ...inherited, FILE: join(folder, 'app.log'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ end: signal ?? code, errors }));
  context.after(() => child.kill('SIGKILL'));
  return { child, ended, output: () => output };
}

/** The messages of JSON lines. Fails on a line that is none. */
export function messagesOf(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (JSON.parse(line) as { message: string }).message);
}

/** `name 1` to `name count`. */
export function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
}
