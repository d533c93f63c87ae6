import { constants } from 'node:os';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import type { Stopped } from './stopped.ts';
import { type Paint, paintFor } from './terminal/paint.ts';
import { printable } from './terminal/printable.ts';

/** Tells on stderr what went wrong and what to do about it. Answers the exit code. */
export async function reportError(error: unknown, io: Io): Promise<number> {
  if (io.stop.aborted && isAbort(error)) return interruptedBy(io.stop);
  const failure = error instanceof Failure ? error : await fromOtherError(error);
  io.err(formatFailure(failure, paintFor(io, 'stderr')));
  if (io.env.WHODID_DEBUG === '1' && error instanceof Error) io.err(`${error.stack}\n`);
  return failure.exitCode;
}

/** The exit code of a command that was asked to stop before it was done: 130 for Ctrl-C. */
export function interruptedBy(stop: AbortSignal): number {
  const { signal } = stop.reason as Stopped;
  return 128 + constants.signals[signal];
}

/** `✖ what went wrong`, and under it `→ what to do`. */
export function formatFailure({ message, fix }: Failure, paint: Paint): string {
  const [first = '', ...more] = message.split('\n').map(printable);
  const lines = [`${paint('red', '✖')} ${first}`, ...more];
  if (fix !== undefined) lines.push(`  → ${printable(fix)}`);
  return `${lines.join('\n')}\n`;
}

async function fromOtherError(error: unknown): Promise<Failure> {
  const { isWhodidError } = await import('@whodid/core');
  const message = error instanceof Error ? error.message : String(error);
  if (isWhodidError(error, 'CONFIG_INVALID') || isWhodidError(error, 'CONFIG_UNKNOWN')) {
    return new Failure(exitCodes.usage, message);
  }
  if (isWhodidError(error)) return new Failure(exitCodes.failed, message);
  return new Failure(exitCodes.failed, message, 'WHODID_DEBUG=1 shows where this comes from');
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
