import { WhodidError } from '../errors.ts';
import type { Counters } from '../ship/counters.ts';
import type { DeliveryThread } from '../ship/delivery-thread.ts';
import type { RefusedEntry } from '../ship/messages.ts';
import type { Written } from './entry-writer.ts';
import { type Acknowledgement, levels, type RecordOptions } from './recorder.ts';
import { type Awaited, type LaterLevel, Waiters } from './waiters.ts';

export interface AcknowledgerOptions {
  readonly thread: DeliveryThread;
  readonly counters: Counters;
  /** Whether there is a transport. */
  readonly delivers: boolean;
}

const longestWaitMs = 3_600_000;

/** Longest wait where the caller does not say, in milliseconds. */
export const usualWaitMs = 30_000;

/** Tells callers when their entries are as safe as they asked for. */
export class Acknowledger {
  readonly #options: AcknowledgerOptions;
  readonly #waiters: Waiters;

  constructor(options: AcknowledgerOptions) {
    this.#options = options;
    // Only while somebody waits does the thread report progress, and keep the process alive.
    this.#waiters = new Waiters((count) => {
      options.counters.waiters = count;
      options.thread.hold(count > 0);
    });
  }

  async acknowledge(written: Written, options: RecordOptions): Promise<Acknowledgement> {
    const { until = 'process', waitMs = usualWaitMs } = options;
    checkOptions(until, waitMs);
    if ('dropped' in written) {
      throw new WhodidError('LEVEL_UNREACHABLE', { level: until, reason: written.dropped });
    }
    const { id, seq } = written;
    if (until === 'captured' || until === 'process') return { id, seq, level: 'process' };
    await this.until({ level: until, seq, single: true }, waitMs);
    return { id, seq, level: until };
  }

  async until(awaited: Awaited, waitMs: number): Promise<void> {
    this.checkReachable(awaited.level);
    const reached = this.#waiters.until(awaited, waitMs);
    this.#options.thread.send({ type: 'wake' });
    await reached;
  }

  /** @throws WhodidError `LEVEL_UNREACHABLE`. */
  checkReachable(level: LaterLevel): void {
    if (level === 'host' || this.#options.delivers) return;
    throw new WhodidError('LEVEL_UNREACHABLE', { level, reason: 'there is no transport' });
  }

  reached(onHost: number, settled: number): void {
    this.#waiters.reached(onHost, settled);
  }

  /** @returns the error that whoever waited for the entry got. */
  refused({ id, seq, reason }: RefusedEntry): WhodidError {
    const error = new WhodidError('ENTRY_REFUSED', { id, reason });
    this.#waiters.refused(seq, error);
    return error;
  }

  close(): void {
    this.#waiters.end(new WhodidError('RECORDER_CLOSED', {}));
  }
}

function checkOptions(until: string, waitMs: number): void {
  const option = levels.some((level) => level === until) ? 'record.waitMs' : 'record.until';
  if (option === 'record.waitMs' && waitMs >= 1 && waitMs <= longestWaitMs) return;
  const wanted =
    option === 'record.until' ? `one of ${levels.join(', ')}` : `from 1 to ${longestWaitMs}`;
  throw new WhodidError('CONFIG_INVALID', { option, wanted, got: typeof waitMs });
}
