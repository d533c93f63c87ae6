import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../afterwards.ts';
import { until } from '../run-whodid.ts';

const bin = fileURLToPath(new URL('../../bin/whodid.js', import.meta.url));

/**
 * Runs the real command in a pseudo-terminal and types: each text when what is beside it has been
 * shown since the one before.
 */
export async function typeInTerminal(
  t: TestContext,
  cwd: string,
  args: readonly string[],
  keys: readonly (readonly [RegExp, string])[],
): Promise<{ readonly code: number; readonly output: string }> {
  const { CI: _, NO_COLOR: __, ...env } = process.env;
  const line = [process.execPath, bin, ...args].map((each) => `'${each}'`).join(' ');
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd,
    env: { ...env, TERM: 'xterm-256color', NO_COLOR: '1', COLUMNS: '100' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  afterwards(t, () => child.kill('SIGKILL'));
  let output = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const closed = once(child, 'close');
  for (const [shown, typed] of keys) {
    await until(
      () => shown.test(output.slice(seen)),
      30_000,
      () => output,
      closed,
    );
    seen = output.length;
    child.stdin.write(typed);
  }
  const [code] = await closed;
  return { code, output };
}
