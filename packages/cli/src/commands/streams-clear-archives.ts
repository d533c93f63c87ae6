import { relative, resolve } from 'node:path';
import { archivedFiles, clearArchives } from '@whodid/core/stream';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import { textOf } from '../read-flags.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams clear-archives`. It cannot be undone, so it wants `--yes` and never asks. */
export const streamsClearArchives: Command = {
  operands: '[stream...]',
  flags: [
    { flags: '--logs <folder>', about: 'the folder of the text files (default ./logs)' },
    { flags: '--yes', about: 'do it' },
    { flags: '--dry-run', about: 'list what would be deleted; exit code 3 if anything would' },
  ],
  examples: [
    'whodid streams clear-archives --dry-run',
    'whodid streams clear-archives DEBUG --logs /var/log/shop --yes',
  ],

  async run({ args, options }, io) {
    const folder = resolve(io.cwd, textOf(options, 'logs') ?? 'logs');
    const files = archivedFiles(folder, args);
    if (files.length === 0) throw new Failure(exitCodes.notFound, 'There are no such archives');
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const what = `${files.length} ${files.length === 1 ? 'file' : 'files'} (${bytes} bytes)`;
    if (options.dryRun === true) {
      const lines = files.map(({ path }) => `${printable(relative(io.cwd, path))}\n`);
      await io.out(lines.join(''));
      io.err(`Would delete ${what} for good\n`);
      return exitCodes.wouldChange;
    }
    if (options.yes !== true) {
      throw usageFailure(`This deletes ${what} for good`, 'add --yes to do it');
    }
    clearArchives(folder, args);
    io.err(`Deleted ${what}\n`);
    return exitCodes.ok;
  },
};
