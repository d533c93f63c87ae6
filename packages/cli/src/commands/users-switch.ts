import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { changeUser } from '../reach/user-info.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid users disable`. Nobody is deleted: entries refer to them. */
export const usersDisable: Command = switching(true, 'is signed out and may not sign in any more');

/** `whodid users enable`. */
export const usersEnable: Command = switching(false, 'may sign in again');

function switching(disabled: boolean, said: string): Command {
  return {
    operands: '<name>',
    flags: reachFlags,
    examples: [`whodid users ${disabled ? 'disable' : 'enable'} ada`],

    async run({ args: [name = ''], options }, io) {
      const client = createApiClient(requireCollector(options, io), io.stop);
      const user = await changeUser(client, name, { disabled });
      io.err(`${printable(user.name)} ${said}\n`);
      return exitCodes.ok;
    },
  };
}
