import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/whodid.js', import.meta.url));

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string | undefined };
  readonly input?: string;
}

/** The real command in a process of its own. */
export interface Running {
  readonly process: ChildProcess;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when `text` matches what was written to stderr; rejects after `ms` or at the end. */
  says(text: RegExp, ms?: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code when it has ended and all was read. */
  ended(): Promise<number | null>;
}

export function startWhodid(args: readonly string[], options: RunOptions = {}): Running {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  const own = Object.fromEntries(
    Object.entries(inherited).filter(([name]) => !/^WHODID_|^npm_/.test(name)),
  );
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { ...own, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const closed = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    says: (text, ms = 15_000) =>
      until(
        () => text.exec(err),
        ms,
        () => `stderr: ${err}`,
        closed,
      ),
    ended: () => closed,
  };
}

/** Runs the real command to its end. */
export async function runWhodid(
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const running = startWhodid(args, options);
  const code = await running.ended();
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  ms: number,
  describe: () => string = () => 'it did not come',
  ended: Promise<unknown> = new Promise(() => {}),
): Promise<T> {
  const deadline = Date.now() + ms;
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (;;) {
    const last = over;
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (last || Date.now() > deadline) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
