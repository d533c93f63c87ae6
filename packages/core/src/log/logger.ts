import type { LogLevel } from './levels.ts';

/** What a line has besides its message. Names that the line's form does not know go into `extra`. */
export interface LogFields {
  readonly [name: string]: unknown;
  /** What went wrong; its stack is in the line. */
  readonly exception?: unknown;
  /** Anything of your own. */
  readonly extra?: unknown;
}

/** Writes a line; never throws. Fields may be an error alone. */
export type LogMethod = (message: string, fields?: LogFields | Error) => void;

/** A name under which lines are written. */
export interface Logger {
  readonly name: string;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly audit: LogMethod;
  readonly api: LogMethod;
  readonly login: LogMethod;
  readonly warning: LogMethod;
  readonly error: LogMethod;
  readonly critical: LogMethod;
  /** Whether lines of that level are written, to save the work of making one that is not. */
  isEnabled(level: LogLevel): boolean;
}
