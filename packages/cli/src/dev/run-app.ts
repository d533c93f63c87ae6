import { Child } from '../child/child.ts';
import type { Io } from '../io.ts';
import { whenStopped } from '../stopped.ts';

const graceMs = 8000;

/**
 * Runs the user's command until it ends or we are asked to stop. Its streams are ours, untouched.
 * Answers its exit code.
 */
export async function runApp(
  [command = '', ...args]: readonly string[],
  env: { readonly [name: string]: string | undefined },
  io: Io,
): Promise<number> {
  // In a terminal the app must stay in the terminal's group, or it could not read from it. Ctrl-C
  // then reaches both of us at once, and must not be sent on: twice means `stop at once` to many.
  const inTerminal = io.tty.stdin;
  const app = await Child.start({
    command,
    args,
    cwd: io.cwd,
    env,
    stdio: 'inherit',
    ownGroup: !inTerminal,
  });
  io.atOnce.addEventListener('abort', () => app.signal('SIGKILL'), { once: true });
  const asked = await Promise.race([app.exited.then(() => null), whenStopped(io.stop)]);
  if (asked === null) return await app.exited;
  if (!(inTerminal && asked === 'SIGINT')) app.signal(asked);
  return await app.gone(graceMs);
}
