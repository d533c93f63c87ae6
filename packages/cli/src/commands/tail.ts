import type { EntryFields } from '@whodid/core';
import type { Command } from '../command.ts';
import { entryLine } from '../entries/entry-line.ts';
import { jsonLine, lineStyle, printFlags } from '../entries/list-flags.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { followEntries } from '../reach/follow-entries.ts';
import { reachFlags } from '../reach/reach-flags.ts';

/** `whodid tail`: what happens now, until Ctrl-C. */
export const tail: Command = {
  operands: '[query...]',
  flags: [...printFlags, ...reachFlags],
  examples: [
    'whodid tail',
    "whodid tail 'action:order. -outcome:success'",
    'whodid tail --json actor.type:user | jq -c "{action, outcome}"',
  ],

  async run({ args, options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const style = lineStyle(options, io, false);
    const lineOf = (text: string): string =>
      options.json === true
        ? jsonLine(text, io)
        : `${entryLine(JSON.parse(text) as EntryFields, style)}\n`;
    return await followEntries({ client, query: args.join(' '), lineOf }, io);
  },
};
