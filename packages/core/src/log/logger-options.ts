import { custom, type OptionRules } from '../options.ts';
import { type LogLevel, logLevelNames } from './levels.ts';
import type { LogHandler } from './log-handler.ts';

/** What holds for the lines of one logger, and of those whose names go on with a dot. */
export interface LoggerOptions {
  /**
   * Lines below this are not written.
   *
   * @defaultValue that of the logger above
   */
  readonly level?: LogLevel | undefined;

  /**
   * Where its lines go, besides where those of the logger above go.
   *
   * @defaultValue `[]`
   */
  readonly handlers?: readonly LogHandler[] | undefined;

  /**
   * Whether its lines go where those of the logger above go, too.
   *
   * @defaultValue true without handlers of its own, else false: each line is written once
   */
  readonly propagate?: boolean | undefined;
}

export const loggerRules: OptionRules<LoggerOptions> = {
  level: custom<LogLevel>(`one of ${logLevelNames.join(', ')}`, 'INFO', isLevel),
  handlers: custom<readonly LogHandler[]>('a list of handlers', [], isHandlers),
  propagate: custom('true or false', true, (value) => typeof value === 'boolean'),
};

export function isLevel(value: unknown): boolean {
  return logLevelNames.some((name) => name === value);
}

export function isHandlers(value: unknown): boolean {
  return Array.isArray(value) && value.every(isHandler);
}

function isHandler(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as { readonly [name: string]: unknown };
  const methods = ['begin', 'write', 'flush', 'end', 'close'];
  return isLevel(given.level) && methods.every((name) => typeof given[name] === 'function');
}
