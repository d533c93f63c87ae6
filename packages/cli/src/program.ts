import { Command as Parser } from 'commander';
import type { Command, CommandGroup, Flag, Row, Typed } from './command.ts';
import { formatHelp } from './help.ts';
import { version } from './version.ts';

/** What the parser tells us. */
export interface Hooks {
  onHelp(text: string): void;
  onRun(command: Command, typed: Typed): void;
}

const colorFlag: Flag = {
  flags: '--color <when>',
  about: 'auto, always, never (default auto, minding NO_COLOR)',
};

const beginnings: readonly string[] = [
  'whodid demo',
  'whodid dev -- npm run dev',
  'whodid query outcome:denied,failure --since yesterday',
];

/**
 * Builds the parser. Every command is in it by name, for help and suggestions; only the one that
 * `word` names is loaded. Errors are thrown as commander's, nothing is printed.
 */
export async function buildProgram(
  rows: readonly Row[],
  word: string | undefined,
  hooks: Hooks,
): Promise<Parser> {
  const program = new Parser('whodid')
    .description('Who did what, when, from where, and with what result')
    .version(version(), '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: hooks.onHelp, writeErr: hooks.onHelp, outputError: () => {} })
    .configureHelp({ formatHelp: (parser) => formatHelp(parser, beginnings) });
  for (const row of rows) await addRow(program, row, word, hooks);
  return program;
}

async function addRow(
  parent: Parser,
  row: Row,
  word: string | undefined,
  hooks: Hooks,
): Promise<void> {
  const parser = parent.command(row.name).summary(row.summary).description(row.summary);
  if (row.alias !== undefined) parser.alias(row.alias);
  if (word !== undefined && word !== row.name && word !== row.alias) return;
  if (word === undefined) return;
  const loaded = await row.load();
  if ('commands' in loaded) await addGroup(parser, loaded, hooks);
  else configure(parser, loaded, hooks);
}

async function addGroup(parser: Parser, group: CommandGroup, hooks: Hooks): Promise<void> {
  parser.helpCommand(false).configureHelp({ formatHelp: (asked) => formatHelp(asked, []) });
  for (const row of group.commands) await addRow(parser, row, row.name, hooks);
}

function configure(parser: Parser, command: Command, hooks: Hooks): void {
  if (command.operands !== undefined) parser.arguments(command.operands);
  for (const { flags, about, repeatable } of [...command.flags, colorFlag]) {
    if (repeatable === undefined) parser.option(flags, about);
    else parser.option(flags, about, (value: string, before: string[] = []) => [...before, value]);
  }
  if (command.passThrough === true) parser.passThroughOptions();
  parser.configureHelp({ formatHelp: (asked) => formatHelp(asked, command.examples) });
  parser.action(() => {
    hooks.onRun(command, { args: parser.args, options: parser.opts<Typed['options']>() });
  });
}
