import type { Flag, Typed } from '../command.ts';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { textOf } from '../read-flags.ts';
import { type Times, timesIn } from '../terminal/measures.ts';
import { paintFor } from '../terminal/paint.ts';
import { printableJson } from '../terminal/printable.ts';
import type { LineStyle } from './entry-line.ts';

/** The flags for how entries are printed. */
export const printFlags: readonly Flag[] = [
  { flags: '--json', about: 'entries as JSON, one a line' },
  { flags: '--utc', about: 'times in UTC (default: the zone of this machine)' },
  { flags: '--tz <zone>', about: 'times in an IANA zone, as in Europe/Paris' },
];

/** The times that `--utc` and `--tz` ask for. */
export function timesOf(options: Typed['options']): Times {
  try {
    return timesIn(options.utc === true ? 'UTC' : textOf(options, 'tz'));
  } catch {
    throw usageFailure('--tz must be a time zone such as Europe/Paris');
  }
}

/** How lines look on this stdout. */
export function lineStyle(options: Typed['options'], io: Io, withDate: boolean): LineStyle {
  return {
    paint: paintFor(io, 'stdout', options.color),
    times: timesOf(options),
    withDate,
    withId: true,
    width: io.tty.stdout ? io.columns : undefined,
  };
}

/** Canonical JSON as a line: exactly as it is kept for a pipe, harmless for a terminal. */
export function jsonLine(text: string, io: Io): string {
  return `${io.tty.stdout ? printableJson(text) : text}\n`;
}
