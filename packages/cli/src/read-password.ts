import type { Typed } from './command.ts';
import { usageFailure } from './failure.ts';
import type { Io } from './io.ts';

/**
 * A new password: from stdin with `--password-stdin`, else asked for twice in the terminal. Never
 * from the command line, which others can see.
 *
 * @throws Failure 2 if there is neither, or the two differ.
 */
export async function readPassword({ options }: Typed, name: string, io: Io): Promise<string> {
  if (options.passwordStdin === true) return withoutLineEnd(await everythingIn(io));
  if (!io.tty.stdin) {
    const fix = 'echo it into --password-stdin, or run this in a terminal';
    throw usageFailure('There is nobody to ask for the password', fix);
  }
  const password = await io.askHidden(`Password for ${name}, 12 characters or more: `);
  io.stop.throwIfAborted();
  const again = await io.askHidden('Once more: ');
  io.stop.throwIfAborted();
  if (password !== again) throw usageFailure('The two are not the same');
  return password;
}

async function everythingIn({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

// What `echo` and files add.
function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
