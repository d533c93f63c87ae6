import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { listKeys } from '../reach/key-info.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid keys revoke`. It cannot be undone, so it wants `--yes` and never asks. */
export const keysRevoke: Command = {
  operands: '<id>',
  flags: [
    { flags: '--yes', about: 'do it' },
    { flags: '--dry-run', about: 'say what would be done; exit code 3 if anything would' },
    ...reachFlags,
  ],
  examples: ['whodid keys revoke <id> --yes', 'whodid keys revoke <id> --dry-run'],

  async run({ args: [id = ''], options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const key = (await listKeys(client)).find((known) => known.id === id);
    if (key === undefined) throw new Failure(exitCodes.notFound, 'There is no key with that id');
    const name = printable(key.name);
    if (options.dryRun === true) {
      io.err(`Would revoke ${name} (${id}) for good\n`);
      return exitCodes.wouldChange;
    }
    if (options.yes !== true) {
      throw usageFailure(`This revokes ${name} for good`, 'add --yes to do it');
    }
    await client.send({ method: 'DELETE', path: `/v1/keys/${encodeURIComponent(id)}` });
    io.err(`Revoked ${name} (${id})\n`);
    return exitCodes.ok;
  },
};
