import { setTimeout as wait } from 'node:timers/promises';
import type { EntryFields } from '@whodid/core';
import type { Command, Typed } from '../command.ts';
import { entryLine } from '../entries/entry-line.ts';
import { jsonLine, lineStyle, printFlags } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { type ApiClient, createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { openLive } from '../reach/live-entries.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { interruptedBy } from '../report-error.ts';

const retryMs = 1000;

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
    const query = args.join(' ');
    // The first attempt tells whether key and query are right. Later ones only follow.
    let stream = await openLive(client, query);
    io.err(`Following ${client.url} · Ctrl-C to stop\n`);
    while (!io.stop.aborted) {
      await follow(stream, options, io);
      if (io.stop.aborted) break;
      io.err('The collector went away, trying again …\n');
      stream = await reopen(client, query, io);
      io.err('Following again. What happened meanwhile: whodid query\n');
    }
    return interruptedBy(io.stop);
  },
};

async function follow(
  stream: Awaited<ReturnType<typeof openLive>>,
  options: Typed['options'],
  io: Io,
): Promise<void> {
  const style = lineStyle(options, io, false);
  try {
    for await (const message of stream) {
      if (message.type === 'skipped') io.err(skippedNotice(message.count));
      else if (options.json === true) await io.out(jsonLine(message.text, io));
      else await io.out(`${entryLine(JSON.parse(message.text) as EntryFields, style)}\n`);
    }
  } catch (error) {
    // A stream that breaks off rejects; what it is about does not matter, we open another.
    if (error instanceof Failure) throw error;
  }
}

async function reopen(
  client: ApiClient,
  query: string,
  io: Io,
): Promise<Awaited<ReturnType<typeof openLive>>> {
  for (;;) {
    await wait(retryMs, undefined, { signal: io.stop });
    try {
      return await openLive(client, query);
    } catch (error) {
      const gone = error instanceof Failure && error.exitCode === exitCodes.unreachable;
      if (!gone) throw error;
    }
  }
}

function skippedNotice(count: number): string {
  return `… ${count} more than fit through here; a query shows less, whodid query shows them all\n`;
}
