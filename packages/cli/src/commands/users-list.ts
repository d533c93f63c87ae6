import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { listUsers, type UserInfo } from '../reach/user-info.ts';
import { columns } from '../terminal/columns.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid users list`. */
export const usersList: Command = {
  flags: [{ flags: '--json', about: 'users as JSON, one a line' }, ...reachFlags],
  examples: ['whodid users list', 'whodid users list --json | jq -r .name'],

  async run({ options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const users = await listUsers(client);
    if (users.length === 0) io.err('No users: whodid users create makes one\n');
    const head = ['NAME', 'ROLE', 'IN ENTRIES', 'TENANT', 'WITH', 'MADE', 'LAST SIGN-IN', 'MAY'];
    const lines =
      options.json === true
        ? users.map((user) => JSON.stringify(user))
        : columns([head, ...users.map(row)]);
    if (users.length > 0) await io.out(`${lines.join('\n')}\n`);
    return exitCodes.ok;
  },
};

function row(user: UserInfo): readonly string[] {
  return [
    user.name,
    user.role,
    user.userId,
    user.tenant,
    user.signsInWith,
    user.createdAt.slice(0, 10),
    user.lastSignInAt?.slice(0, 16).replace('T', ' ') ?? 'never',
    user.disabledAt === undefined ? 'sign in' : 'disabled',
  ].map(printable);
}
