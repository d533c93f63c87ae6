import { type OptionRules, oneOf } from '../options.ts';
import { type LogLevel, logLevelNames } from './levels.ts';
import { type Renderer, renderers } from './renderer.ts';

/** How lines are printed. */
export interface ConsoleHandlerOptions {
  /**
   * `plain` is text for people, `json` one object a line.
   *
   * @defaultValue `plain`
   */
  readonly renderer?: Renderer | undefined;

  /**
   * Lines below this are left out.
   *
   * @defaultValue `DEBUG`
   */
  readonly level?: LogLevel | undefined;

  /**
   * Where to.
   *
   * @defaultValue `stdout`
   */
  readonly to?: 'stdout' | 'stderr' | undefined;
}

export const consoleHandlerRules: OptionRules<ConsoleHandlerOptions> = {
  renderer: oneOf(renderers, 'plain'),
  level: oneOf(logLevelNames, 'DEBUG'),
  to: oneOf(['stdout', 'stderr'], 'stdout'),
};
