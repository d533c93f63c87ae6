import { custom, flag, type OptionRules, text } from '../options.ts';
import type { RedactOptions } from '../redact/redact-options.ts';
import type { LoggerOptions } from './logger-options.ts';
import type { RootLoggerOptions } from './root-logger-options.ts';

/** Which lines are written, where to, and how. */
export interface LogsOptions {
  /**
   * For all loggers that nothing else is said about.
   *
   * @defaultValue level INFO, to the console, as text for people
   */
  readonly root?: RootLoggerOptions | undefined;

  /**
   * By name of the logger. A name that begins with another one and a dot inherits from it.
   *
   * Where nothing is said about `audit.request`, `audit.model` and `audit.login`, each goes to the
   * console as JSON and nowhere else. `{ handlers: [] }` sends one to where all others go.
   *
   * @defaultValue none but those three
   */
  readonly loggers?: { readonly [name: string]: LoggerOptions } | undefined;

  /**
   * What this process is. In one that is not `app`, such as `worker` or `scheduler`, the word stands
   * as `log_type` in lines of `audit.model` and of the app.
   *
   * @defaultValue `app`
   */
  readonly role?: string | undefined;

  /**
   * Times in the zone of this machine instead of UTC. They carry no zone, so one hour of the year is
   * there twice.
   *
   * @defaultValue `false`
   */
  readonly localTime?: boolean | undefined;

  /**
   * Whether `user_info` has sex and date of birth, if the app gives them.
   *
   * @defaultValue `false`
   */
  readonly personalDetails?: boolean | undefined;

  /** What redaction takes out besides what it always does. */
  readonly redact?: RedactOptions | undefined;

  /**
   * Called with every failure of log output. What it throws is ignored. A recorder that is followed
   * is told, too.
   *
   * @defaultValue none
   */
  readonly onFault?: ((where: string, error: unknown) => void) | undefined;
}

export const logsRules: OptionRules<LogsOptions> = {
  root: custom<RootLoggerOptions>('an object', {}, isObject),
  loggers: custom<{ readonly [name: string]: LoggerOptions }>(
    'an object of objects',
    {},
    (value) => isObject(value) && Object.values(value as object).every(isObject),
  ),
  role: text('app'),
  localTime: flag(false),
  personalDetails: flag(false),
  redact: custom('an object', {}, isObject),
  onFault: custom(
    'a function',
    () => undefined,
    (value) => typeof value === 'function',
  ),
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
