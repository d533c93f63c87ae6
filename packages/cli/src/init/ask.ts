import type { Io } from '../io.ts';

/** One of several answers. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** Asks somebody at a terminal. */
export interface Ask {
  /** What was chosen; `null` if they would rather leave. */
  choose<T extends string>(question: string, choices: readonly Choice<T>[]): Promise<T | null>;
}

/**
 * The terminal of this process, or `null` if there is nobody to ask: no terminal, or a machine for
 * continuous integration, as `CI` says.
 */
export function askAtTerminal(io: Io): Ask | null {
  const { CI } = io.env;
  const automatic = CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
  if (automatic || !io.tty.stdin || !io.tty.stderr) return null;
  return {
    async choose(question, choices) {
      // The only place that knows of the library; stdout stays free for data.
      const { isCancel, select } = await import('@clack/prompts');
      // A terminal of unknown size says 0, and every character would be on a line of its own.
      process.stderr.columns ||= 80;
      process.stderr.rows ||= 24;
      const answer = await select<string>({
        message: question,
        options: choices.map(({ value, label }) => ({ value, label })),
        input: process.stdin,
        output: process.stderr,
        signal: io.stop,
      });
      io.stop.throwIfAborted();
      return isCancel(answer)
        ? null
        : (choices.find(({ value }) => value === answer)?.value ?? null);
    },
  };
}
