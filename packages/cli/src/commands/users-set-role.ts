import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { changeUser } from '../reach/user-info.ts';
import { readRole } from '../read-role.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid users set-role`. */
export const usersSetRole: Command = {
  operands: '<name> <role>',
  flags: reachFlags,
  examples: ['whodid users set-role ada auditor'],

  async run({ args: [name = '', given], options }, io) {
    const role = readRole(given, 'The role');
    const client = createApiClient(requireCollector(options, io), io.stop);
    const user = await changeUser(client, name, { role });
    io.err(`${printable(user.name)} is ${user.role} now, and signed out everywhere\n`);
    return exitCodes.ok;
  },
};
