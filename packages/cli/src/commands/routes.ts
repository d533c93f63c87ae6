import { resolve } from 'node:path';
import type { ListedRoute } from '@whodid/capture/routes';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { textOf } from '../read-flags.ts';
import { askApp } from '../routes/ask-app.ts';
import { type Labels, readLabels, withNames, writeLabels } from '../routes/labels.ts';
import { columns } from '../terminal/columns.ts';
import { printable, printableJson } from '../terminal/printable.ts';

/** `whodid routes`: what an app answers to, and how much of it is recorded. */
export const routes: Command = {
  operands: '<module>',
  flags: [
    {
      flags: '--export <name>',
      about: 'which export is the app (default: default, app or server)',
    },
    { flags: '--labels <file>', about: 'JSON of names and labels; names that are new are added' },
    { flags: '--dry-run', about: 'do not write the labels; exit 3 if there is something to add' },
    { flags: '--json', about: 'routes as JSON, one a line' },
  ],
  examples: [
    'whodid routes app.js',
    'whodid routes src/app.ts --export app --labels labels.json',
    'whodid routes app.js --json | jq -r \'select(.keep == "nothing").path\'',
  ],

  async run({ args: [module = ''], options }, io) {
    const listed = await askApp(resolve(io.cwd, module), textOf(options, 'export'), io.cwd);
    const file = textOf(options, 'labels');
    if (file === undefined && options.dryRun === true)
      throw usageFailure('--dry-run needs --labels');
    const labels = file === undefined ? new Map() : readLabels(resolve(io.cwd, file));
    await print(listed, labels, options.json === true, io);
    if (file === undefined) return exitCodes.ok;
    return addNames(resolve(io.cwd, file), { labels, listed, dryRun: options.dryRun === true }, io);
  },
};

async function print(
  listed: readonly ListedRoute[],
  labels: Labels,
  json: boolean,
  io: Io,
): Promise<void> {
  const labelled = listed.map((route) => {
    const label = route.name === undefined ? undefined : labels.get(route.name);
    return label === undefined || label === '' ? route : { ...route, label };
  });
  const lines = json
    ? labelled.map((route) => printableJson(JSON.stringify(route)))
    : columns([['METHOD', 'PATH', 'NAME', 'LABEL', 'KEPT'], ...labelled.map(row)]);
  if (listed.length === 0) io.err('The app has no routes\n');
  else await io.out(`${lines.join('\n')}\n`);
}

function row(route: ListedRoute & { readonly label?: string }): readonly string[] {
  const { method, path, name = '-', label = '-', keep } = route;
  return [method, path, name, label, keep].map(printable);
}

function addNames(
  file: string,
  { labels, listed, dryRun }: { labels: Labels; listed: readonly ListedRoute[]; dryRun: boolean },
  io: Io,
): number {
  const names = listed.map(({ name }) => name).filter((name) => name !== undefined);
  const all = withNames(labels, names);
  const added = all.size - labels.size;
  if (added === 0) return exitCodes.ok;
  if (dryRun) {
    io.err(`Would add ${added} names to ${file}\n`);
    return exitCodes.wouldChange;
  }
  writeLabels(file, all);
  io.err(`Added ${added} names to ${file}\n`);
  return exitCodes.ok;
}
