import { processIo } from './process-io.ts';
import { runCommandLine } from './run-command-line.ts';

export type { Io } from './io.ts';
export { runCommandLine } from './run-command-line.ts';

const lingerMs = 250;

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
  // Whatever is still open by now, an idle connection perhaps, is not worth waiting for.
  setTimeout(() => process.exit(), lingerMs).unref();
}
