import { custom, type OptionRules, oneOf } from '../options.ts';
import { type LogLevel, logLevelNames } from './levels.ts';
import type { LogHandler } from './log-handler.ts';
import { isHandlers } from './logger-options.ts';

/** What holds for the lines of loggers that nothing is said about. */
export interface RootLoggerOptions {
  /**
   * Lines below this are not written.
   *
   * @defaultValue `INFO`
   */
  readonly level?: LogLevel | undefined;

  /**
   * Where its lines go.
   *
   * @defaultValue the console, as text for people
   */
  readonly handlers?: readonly LogHandler[] | undefined;
}

export const rootLoggerRules: OptionRules<RootLoggerOptions> = {
  level: oneOf(logLevelNames, 'INFO'),
  handlers: custom<readonly LogHandler[]>('a list of handlers', [], isHandlers),
};
