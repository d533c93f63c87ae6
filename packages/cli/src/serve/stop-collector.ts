import { setTimeout as wait } from 'node:timers/promises';
import type { Collector } from '@whodid/collector';
import type { Io } from '../io.ts';

// One second less than what is promised, for the rest of the process.
const drainMs = 9000;

/** Lets a collector finish what is under way. Answers whether it did in time. */
export async function stopCollector(collector: Collector, io: Io): Promise<boolean> {
  const late = new AbortController();
  const drained = await Promise.race([
    collector.close().then(() => true),
    wait(drainMs, false, { signal: late.signal, ref: false }),
  ]);
  late.abort();
  if (!drained)
    io.err('Not everything could be finished in time; who sent it will send it again\n');
  return drained;
}
