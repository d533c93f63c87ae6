import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import type { StreamInfo } from '../reach/stream-info.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams add`. */
export const streamsAdd: Command = {
  operands: '<name>',
  flags: reachFlags,
  examples: ['whodid streams add PAYMENTS'],

  async run({ args: [name = ''], options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const made = await client.json<StreamInfo>({
      method: 'POST',
      path: '/v1/streams',
      body: { type: 'application/json', text: JSON.stringify({ name }) },
    });
    io.err(`${printable(made.name)} is a stream\n`);
    return exitCodes.ok;
  },
};
