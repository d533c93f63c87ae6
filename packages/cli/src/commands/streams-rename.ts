import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { type StreamInfo, streamPath } from '../reach/stream-info.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams rename`. Can be undone by renaming it back. */
export const streamsRename: Command = {
  operands: '<name> <new-name>',
  flags: reachFlags,
  examples: ['whodid streams rename MONEY PAYMENTS'],

  async run({ args: [name = '', newName = ''], options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const renamed = await client.json<StreamInfo>({
      method: 'PATCH',
      path: streamPath(name),
      body: { type: 'application/json', text: JSON.stringify({ name: newName }) },
    });
    const { name: now, entries } = renamed;
    io.err(`${printable(now)} now finds its ${entries} entries; they stay as they are\n`);
    return exitCodes.ok;
  },
};
