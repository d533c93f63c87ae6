import type { Command } from '../command.ts';
import { timesOf } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { type StreamInfo, streamPath } from '../reach/stream-info.ts';
import { columns } from '../terminal/columns.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams show`. */
export const streamsShow: Command = {
  operands: '<name>',
  flags: [
    { flags: '--json', about: 'the stream as JSON' },
    { flags: '--utc', about: 'times in UTC (default: the zone of this machine)' },
    { flags: '--tz <zone>', about: 'times in an IANA zone, as in Europe/Paris' },
    ...reachFlags,
  ],
  examples: ['whodid streams show LOGIN', "whodid streams show 'SECURITY ALERT' --json"],

  async run({ args: [name = ''], options }, io) {
    const times = timesOf(options);
    const client = createApiClient(requireCollector(options, io), io.stop);
    const stream = await client.json<StreamInfo>({ path: streamPath(name) });
    const { entries, lastAt, formerNames, declared, removed } = stream;
    const lines = columns([
      ['stream', printable(stream.name)],
      ['entries', String(entries)],
      ['last', lastAt === undefined ? 'never' : times.full(lastAt)],
      ['declared', declared ? 'yes' : 'no'],
      ...(removed ? [['removed', 'yes']] : []),
      ...(formerNames.length === 0 ? [] : [['was', formerNames.map(printable).join(', ')]]),
    ]);
    await io.out(options.json === true ? `${JSON.stringify(stream)}\n` : `${lines.join('\n')}\n`);
    return exitCodes.ok;
  },
};
