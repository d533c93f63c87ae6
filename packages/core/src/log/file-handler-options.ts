import { type OptionRules, oneOf, wholeNumber } from '../options.ts';
import { type LogLevel, logLevelNames } from './levels.ts';
import { type Renderer, renderers } from './renderer.ts';

/** How lines are kept in a file, and when it is put aside for a new one. */
export interface FileHandlerOptions {
  /**
   * `json` is one object a line, `plain` text for people.
   *
   * @defaultValue `json`
   */
  readonly renderer?: Renderer | undefined;

  /**
   * Lines below this are left out.
   *
   * @defaultValue `DEBUG`
   */
  readonly level?: LogLevel | undefined;

  /**
   * Size at which the file is put aside, in bytes. It may get longer while another process is about to
   * do that: lines are not held up for it.
   *
   * @defaultValue `10485760` (10 MiB); from 1024 to 1099511627776
   */
  readonly limitBytes?: number | undefined;

  /**
   * How many files that were put aside are kept; the oldest is deleted first.
   *
   * @defaultValue `5`; from 1 to 100000
   */
  readonly backups?: number | undefined;
}

export const fileHandlerRules: OptionRules<FileHandlerOptions> = {
  renderer: oneOf(renderers, 'json'),
  level: oneOf(logLevelNames, 'DEBUG'),
  limitBytes: wholeNumber({ fallback: 10_485_760, min: 1024, max: 1_099_511_627_776 }),
  backups: wholeNumber({ fallback: 5, min: 1, max: 100_000 }),
};
