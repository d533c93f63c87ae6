import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { interruptedBy } from '../report-error.ts';
import type { ApiClient } from './api-client.ts';
import { openLive } from './live-entries.ts';

export interface Following {
  readonly client: ApiClient;
  readonly query: string;
  /** What is printed for an entry, given as canonical JSON; with its end of line. */
  lineOf(text: string): string;
}

const retryMs = 1000;

/** Prints entries as they are stored until Ctrl-C, also if the collector goes away and comes back. */
export async function followEntries({ client, query, lineOf }: Following, io: Io): Promise<number> {
  // The first attempt tells whether key and query are right. Later ones only follow.
  let stream = await openLive(client, query);
  io.err(`Following ${client.url} · Ctrl-C to stop\n`);
  while (!io.stop.aborted) {
    await follow(stream, lineOf, io);
    if (io.stop.aborted) break;
    io.err('The collector went away, trying again …\n');
    stream = await reopen(client, query, io);
    io.err('Following again. What happened meanwhile: whodid query\n');
  }
  return interruptedBy(io.stop);
}

async function follow(
  stream: Awaited<ReturnType<typeof openLive>>,
  lineOf: Following['lineOf'],
  io: Io,
): Promise<void> {
  try {
    for await (const message of stream) {
      if (message.type === 'skipped') io.err(skippedNotice(message.count));
      else await io.out(lineOf(message.text));
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
