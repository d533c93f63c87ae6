import type { Command } from '../command.ts';
import { timesOf } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import type { StreamInfo } from '../reach/stream-info.ts';
import { columns } from '../terminal/columns.ts';
import type { Times } from '../terminal/measures.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid streams list`. */
export const streamsList: Command = {
  flags: [
    { flags: '--all', about: 'those that were removed, too' },
    { flags: '--json', about: 'streams as JSON, one a line' },
    { flags: '--utc', about: 'times in UTC (default: the zone of this machine)' },
    { flags: '--tz <zone>', about: 'times in an IANA zone, as in Europe/Paris' },
    ...reachFlags,
  ],
  examples: ['whodid streams list', 'whodid streams list --json | jq -r .name'],

  async run({ options }, io) {
    const times = timesOf(options);
    const client = createApiClient(requireCollector(options, io), io.stop);
    const { streams } = await client.json<{ readonly streams: readonly StreamInfo[] }>({
      path: '/v1/streams',
      parameters: { removed: options.all === true ? 'true' : undefined },
    });
    const lines =
      options.json === true
        ? streams.map((stream) => JSON.stringify(stream))
        : columns([['STREAM', 'ENTRIES', 'LAST', ''], ...streams.map((one) => row(one, times))]);
    await io.out(`${lines.join('\n')}\n`);
    return exitCodes.ok;
  },
};

function row(stream: StreamInfo, times: Times): readonly string[] {
  const { name, entries, lastAt, removed, declared, formerNames } = stream;
  const notes = [
    ...(removed ? ['removed'] : []),
    ...(declared ? [] : ['not declared']),
    ...(formerNames.length === 0 ? [] : [`was ${formerNames.join(', ')}`]),
  ];
  const last = lastAt === undefined ? 'never' : times.full(lastAt).slice(0, 19);
  return [name, String(entries), last, notes.join('; ')].map(printable);
}
