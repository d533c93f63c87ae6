import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import type { ApiClient } from '../reach/api-client.ts';
import type { Outgoing } from './admitter.ts';

/** What became of one entry, as the collector tells it. */
export interface Fate {
  readonly id: string;
  readonly fate: 'stored' | 'duplicate' | 'refused' | 'conflict';
  readonly reason?: string;
}

export interface DeliverOptions {
  /** How long to try again while no collector answers, in milliseconds. */
  readonly retryMs: number;
}

const firstPauseMs = 250;
const longestPauseMs = 5000;

/**
 * Sends a batch until the collector has told the fate of each entry, in order. Safe to repeat,
 * since entries that are there already are duplicates.
 *
 * @throws Failure 7 if no collector answered for `retryMs`; it is not known then what arrived.
 */
export async function deliver(
  client: ApiClient,
  batch: readonly Outgoing[],
  { retryMs }: DeliverOptions,
  io: Io,
): Promise<readonly Fate[]> {
  const text = `${batch.map((entry) => entry.text).join('\n')}\n`;
  const deadline = Date.now() + retryMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await post(client, text);
    } catch (error) {
      const gone = error instanceof Failure && error.exitCode === exitCodes.unreachable;
      if (!gone || Date.now() + pauseMs > deadline) throw error;
      if (pauseMs === firstPauseMs) io.err('The collector does not answer, trying again …\n');
    }
    // Jitter, so that many who wait do not come back all at once.
    await wait(pauseMs / 2 + Math.random() * pauseMs, undefined, { signal: io.stop });
  }
}

async function post(client: ApiClient, text: string): Promise<readonly Fate[]> {
  const { receipts } = await client.json<{ readonly receipts: readonly Fate[] }>({
    method: 'POST',
    path: '/v1/entries',
    body: { type: 'application/x-ndjson', text },
  });
  return receipts;
}
