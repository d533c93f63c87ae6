import { CommanderError } from 'commander';
import { catalogue } from './catalogue.ts';
import { exitCodes } from './exit-codes.ts';
import { usageFailure } from './failure.ts';
import type { Io } from './io.ts';
import { buildProgram } from './program.ts';
import { hideTerms, revealTerms } from './query-terms.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command line (without `node` and script) and answers the exit code. Never throws: what
 * goes wrong is a line on stderr and a code.
 */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv, io);
  } catch (error) {
    return await reportError(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const help: string[] = [];
  let run: (() => Promise<number>) | undefined;
  const word = argv.find((arg) => !arg.startsWith('-'));
  const program = await buildProgram(catalogue, word, {
    onHelp: (text) => help.push(text),
    onRun: (command, { args, options }) => {
      run = () => command.run({ args: revealTerms(args), options }, io);
    },
  });
  if (argv.length === 0) {
    io.err(program.helpInformation());
    return exitCodes.usage;
  }
  try {
    program.parse(word !== undefined && hasQuery(word) ? hideTerms(argv) : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw asFailure(error);
    // Help and version are what was asked for, so they are data.
    await io.out(help.join(''));
    return exitCodes.ok;
  }
  return (await run?.()) ?? exitCodes.ok;
}

function hasQuery(word: string): boolean {
  return catalogue.some(
    ({ name, alias, takesQuery }) => takesQuery === true && (name === word || alias === word),
  );
}

function asFailure(error: CommanderError): unknown {
  // A group without a command prints its help and calls that an error.
  if (error.code === 'commander.help') return usageFailure('Which one?', 'add --help to see them');
  const [what = '', hint] = error.message.replace(/^error: /, '').split('\n');
  const sentence = what.charAt(0).toUpperCase() + what.slice(1);
  return usageFailure(sentence, hint?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?'));
}
