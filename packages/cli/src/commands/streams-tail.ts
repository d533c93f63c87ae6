import type { EntryFields } from '@whodid/core';
import { streamText } from '@whodid/core/stream';
import type { Command } from '../command.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { followEntries } from '../reach/follow-entries.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { textOf } from '../read-flags.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams tail`: streams as text, until Ctrl-C. */
export const streamsTail: Command = {
  operands: '[stream...]',
  flags: [
    { flags: '--user <name>', about: 'only the log of this user, or of system' },
    { flags: '--utc', about: 'times in UTC (default: the zone of this machine)' },
    ...reachFlags,
  ],
  examples: [
    'whodid streams tail',
    "whodid streams tail LOGIN 'SECURITY ALERT'",
    'whodid streams tail --user ada',
  ],

  async run({ args, options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const user = textOf(options, 'user');
    const streams = args.length === 0 ? 'stream:*' : `stream:${args.map(quoted).join(',')}`;
    const query = user === undefined ? streams : `${streams} data.location:${quoted(user)}`;
    const localTime = options.utc !== true;
    const lineOf = (text: string): string => {
      const lines = streamText(JSON.parse(text) as EntryFields, { localTime }).split('\n');
      return lines.map((line) => `${printable(line)}\n`).join('');
    };
    return await followEntries({ client, query, lineOf }, io);
  },
};

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
