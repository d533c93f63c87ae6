import { Console } from 'node:console';
import { readOptions } from '../options.ts';
import { type ConsoleHandlerOptions, consoleHandlerRules } from './console-handler-options.ts';
import type { LogHandler } from './log-handler.ts';
import { render } from './renderer.ts';

/**
 * Prints lines to the standard output or the standard error.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function consoleHandler(options?: ConsoleHandlerOptions): LogHandler {
  const { renderer, level, to } = readOptions('consoleHandler', consoleHandlerRules, options);
  let printer: Console | undefined;
  return {
    level,
    begin: () => undefined,
    write(line) {
      // One that ignores that nobody reads any more, as behind `head`, like the global one.
      printer ??= new Console({ stdout: process[to], ignoreErrors: true });
      printer.log(render(line, renderer).slice(0, -1));
    },
    flush: () => Promise.resolve(),
    end: () => undefined,
    close: () => Promise.resolve(),
  };
}
