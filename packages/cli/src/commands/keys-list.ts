import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { type KeyInfo, listKeys } from '../reach/key-info.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { columns } from '../terminal/columns.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid keys list`. */
export const keysList: Command = {
  flags: [{ flags: '--json', about: 'keys as JSON, one a line' }, ...reachFlags],
  examples: ['whodid keys list', 'whodid keys list --json | jq -r .name'],

  async run({ options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const keys = await listKeys(client);
    if (keys.length === 0) io.err('No keys: whodid keys create makes one\n');
    const lines =
      options.json === true
        ? keys.map((key) => JSON.stringify(key))
        : columns([['ID', 'NAME', 'MAY', 'TENANT', 'MADE', 'LAST USED', 'ENDS'], ...keys.map(row)]);
    if (keys.length > 0) await io.out(`${lines.join('\n')}\n`);
    return exitCodes.ok;
  },
};

function row(key: KeyInfo): readonly string[] {
  const ends = key.revokedAt === undefined ? (key.expiresAt ?? 'never') : 'revoked';
  return [
    key.id,
    key.name,
    key.scopes.join(','),
    key.tenant,
    key.createdAt.slice(0, 10),
    key.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
    ends.slice(0, 10),
  ].map(printable);
}
