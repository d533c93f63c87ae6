import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import type { UserInfo } from '../reach/user-info.ts';
import { textOf } from '../read-flags.ts';
import { readPassword } from '../read-password.ts';
import { readRole } from '../read-role.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid users create`: the id is on stdout. The password is asked for, or comes from stdin. */
export const usersCreate: Command = {
  operands: '<name>',
  flags: [
    { flags: '--role <role>', about: 'own, viewer, auditor or admin' },
    { flags: '--tenant <tenant>', about: 'whose entries they see' },
    { flags: '--user-id <id>', about: 'who they are in entries (default their name)' },
    { flags: '--password-stdin', about: 'read the password from stdin' },
    { flags: '--json', about: 'all about the user as JSON' },
    ...reachFlags,
  ],
  examples: [
    'whodid users create ada --role viewer',
    'whodid users create ada@example.com --role own --user-id 13',
    'whodid users create ada --role admin --password-stdin < ada.password',
  ],

  async run(typed, io) {
    const { args, options } = typed;
    const [name = ''] = args;
    const role = readRole(textOf(options, 'role'), '--role');
    const client = createApiClient(requireCollector(options, io), io.stop);
    const password = await readPassword(typed, name, io);
    const tenant = textOf(options, 'tenant');
    const userId = textOf(options, 'userId');
    const body = {
      ...{ name, role, password },
      ...(tenant === undefined ? {} : { tenant }),
      ...(userId === undefined ? {} : { userId }),
    };
    const made = await client.json<UserInfo>({
      method: 'POST',
      path: '/v1/users',
      body: { type: 'application/json', text: JSON.stringify(body) },
    });
    await io.out(options.json === true ? `${JSON.stringify(made)}\n` : `${made.id}\n`);
    const where = made.tenant === 'default' ? '' : `, tenant ${made.tenant}`;
    io.err(printable(`${made.name} signs in at ${client.url} as ${made.role}${where}`));
    io.err('\n');
    return exitCodes.ok;
  },
};
