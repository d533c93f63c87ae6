import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { changeUser } from '../reach/user-info.ts';
import { readPassword } from '../read-password.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid users set-password`: it is asked for, or comes from stdin. */
export const usersSetPassword: Command = {
  operands: '<name>',
  flags: [{ flags: '--password-stdin', about: 'read the password from stdin' }, ...reachFlags],
  examples: [
    'whodid users set-password ada',
    'whodid users set-password ada --password-stdin < ada.password',
  ],

  async run(typed, io) {
    const [name = ''] = typed.args;
    const client = createApiClient(requireCollector(typed.options, io), io.stop);
    const password = await readPassword(typed, name, io);
    const user = await changeUser(client, name, { password });
    io.err(`${printable(user.name)} has another password now, and is signed out everywhere\n`);
    return exitCodes.ok;
  },
};
