import type { LogLevel } from './levels.ts';
import type { LogLine } from './log-line.ts';

/** What a handler gets from the log output that it belongs to. */
export interface HandlerTools {
  /** Tells of a failure. */
  onFault(error: unknown): void;
  /** The line that says how many lines were lost. */
  lossLine(lines: number): LogLine;
}

/** Where lines of log output go. */
export interface LogHandler {
  /** Lines below this level are not for it. */
  readonly level: LogLevel;
  /** Called once, before all else. */
  begin(tools: HandlerTools): void;
  /** Takes a line. Neither waits for a disk nor throws. */
  write(line: LogLine): void;
  /** Resolves when all lines so far are where they belong, or one more try has failed. */
  flush(): Promise<void>;
  /** The process ends: all lines so far, and each that still comes, are written before it returns. */
  end(): void;
  /** Flushes and lets go of what it holds. Lines that come later are not written. */
  close(): Promise<void>;
}
