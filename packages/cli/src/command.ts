import type { Io } from './io.ts';

/** What was typed after the name of a command. Values are as typed; `true` for a bare flag, `false` for `--no-`. */
export interface Typed {
  readonly args: readonly string[];
  readonly options: { readonly [name: string]: string | boolean | readonly string[] | undefined };
}

/** One flag of a command. */
export interface Flag {
  /** As commander has it: `--limit <n>`, `--json`. */
  readonly flags: string;
  /** What it does, its unit and its default. */
  readonly about: string;
  /** Whether it may be given several times; the value is then a list. */
  readonly repeatable?: true;
}

/** One command. Its module imports nothing heavy before `run`, so that `--help` stays quick. */
export interface Command {
  /** Operands as commander has them: `[query...]`. */
  readonly operands?: string;
  readonly flags: readonly Flag[];
  /** Complete command lines, the most useful first. */
  readonly examples: readonly string[];
  /** Whether all that follows the first operand belongs to another program. */
  readonly passThrough?: true;
  /** Does it. Answers the exit code. May throw `Failure` and `WhodidError`. */
  run(typed: Typed, io: Io): Promise<number>;
}

/** A command of commands: `keys create`. */
export interface CommandGroup {
  readonly commands: readonly Row[];
}

/** One line of the list of commands. */
export interface Row {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** Whether its operands are a query, so that `-status:2xx` is a term and not a flag. */
  readonly takesQuery?: true;
  load(): Promise<Command | CommandGroup>;
}
