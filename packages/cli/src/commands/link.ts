import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';

/** `whodid link`: a new sign-in link, since each works once. */
export const link: Command = {
  flags: reachFlags,
  examples: ['whodid link', 'xdg-open "$(whodid link)"'],

  async run({ options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const { url } = await client.json<{ readonly url: string }>({
      method: 'POST',
      path: '/v1/session/links',
    });
    await io.out(`${url}\n`);
    io.err('It signs one browser in, once, within ten minutes\n');
    return exitCodes.ok;
  },
};
