import type { LogHandler, LogLevel, LogLine } from '@whodid/core/log';

/** A handler that keeps its lines in memory. */
export interface CollectingHandler extends LogHandler {
  readonly lines: LogLine[];
  /** Their fields, one after the other. */
  fields(): readonly { readonly [name: string]: unknown }[];
}

export function collectingHandler(level: LogLevel = 'DEBUG'): CollectingHandler {
  const lines: LogLine[] = [];
  return {
    level,
    lines,
    fields: () => lines.map((line) => line.fields),
    begin: () => undefined,
    write: (line) => void lines.push(line),
    flush: () => Promise.resolve(),
    end: () => undefined,
    close: () => Promise.resolve(),
  };
}
