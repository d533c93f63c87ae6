import { Child } from '../child/child.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { whenStopped } from '../stopped.ts';

const graceMs = 5000;

/** Runs the package manager of a project. What it says goes to stderr. */
export async function runInstall(
  [command = '', ...args]: readonly string[],
  directory: string,
  io: Io,
): Promise<void> {
  const line = [command, ...args].join(' ');
  const child = await started(command, args, directory, io);
  const asked = await Promise.race([child.exited.then(() => null), whenStopped(io.stop)]);
  if (asked !== null) {
    await child.stop(asked, graceMs);
    io.stop.throwIfAborted();
  }
  const code = await child.exited;
  if (code === 0) return;
  throw new Failure(
    exitCodes.failed,
    `${line} ended with exit code ${code}; it says why above. Nothing was changed`,
    'npx whodid init --no-install writes the code and leaves installing to you',
  );
}

async function started(
  command: string,
  args: readonly string[],
  directory: string,
  io: Io,
): Promise<Child> {
  try {
    return await Child.start({
      command,
      args,
      cwd: directory,
      env: io.env,
      stdio: ['ignore', 2, 2],
      ownGroup: true,
    });
  } catch (error) {
    throw new Failure(
      exitCodes.failed,
      `There is no ${command} here to install packages with. Nothing was changed`,
      'npx whodid init --no-install writes the code and leaves installing to you',
      { cause: error },
    );
  }
}
