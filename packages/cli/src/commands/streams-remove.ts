import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { streamPath } from '../reach/stream-info.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams remove`. Nothing is deleted, and `add` undoes it, so it does not ask. */
export const streamsRemove: Command = {
  operands: '<name>',
  flags: reachFlags,
  examples: ['whodid streams remove DEBUG'],

  async run({ args: [name = ''], options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    await client.send({ method: 'DELETE', path: streamPath(name) });
    io.err(`${printable(name)} is listed again when something new comes; its entries stay\n`);
    return exitCodes.ok;
  },
};
