import { WhodidError } from '../errors.ts';
import { readOptions } from '../options.ts';
import { consoleHandler } from './console-handler.ts';
import { logLevels } from './levels.ts';
import type { LogHandler } from './log-handler.ts';
import { type LoggerOptions, loggerRules } from './logger-options.ts';
import { type RootLoggerOptions, rootLoggerRules } from './root-logger-options.ts';

/** Name of the logger above all others. */
export const rootName = 'root';

/** Where the lines of a logger go. */
export interface Route {
  /** Lines below it are not written; as a number. */
  readonly level: number;
  /** Each once, even if it is met twice on the way up. */
  readonly handlers: readonly LogHandler[];
}

/** Finds the way of a line by the name of its logger. */
export class Routes {
  readonly #root: Route;
  readonly #loggers: ReadonlyMap<string, LoggerOptions>;

  /** @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`. */
  constructor(root: RootLoggerOptions, loggers: { readonly [name: string]: LoggerOptions }) {
    const { level } = readOptions('logs.root', rootLoggerRules, root);
    this.#root = { level: logLevels[level], handlers: root.handlers ?? [consoleHandler()] };
    const known = new Map(Object.entries({ ...auditLoggers(), ...loggers }));
    for (const [name, options] of known) {
      readOptions(`logs.loggers.${name}`, loggerRules, options);
    }
    if (known.has(rootName)) {
      throw new WhodidError('CONFIG_UNKNOWN', {
        option: 'logs.loggers.root',
        nearest: 'logs.root',
      });
    }
    this.#loggers = known;
  }

  /** Every handler that a line can get to. */
  get handlers(): ReadonlySet<LogHandler> {
    const own = [...this.#loggers.values()].flatMap(({ handlers = [] }) => handlers);
    return new Set([...this.#root.handlers, ...own]);
  }

  find(name: string): Route {
    const handlers = new Set<LogHandler>();
    let level: number | undefined;
    let goesOn = true;
    for (const step of namesUpFrom(name)) {
      const options = this.#loggers.get(step);
      if (options === undefined) continue;
      if (level === undefined && options.level !== undefined) level = logLevels[options.level];
      if (!goesOn) continue;
      for (const handler of options.handlers ?? []) handlers.add(handler);
      goesOn = propagates(options);
    }
    if (goesOn) for (const handler of this.#root.handlers) handlers.add(handler);
    return { level: level ?? this.#root.level, handlers: [...handlers] };
  }
}

function propagates({ propagate, handlers = [] }: LoggerOptions): boolean {
  return propagate ?? handlers.length === 0;
}

// `a.b.c`, `a.b`, `a`.
function namesUpFrom(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
}

function auditLoggers(): { readonly [name: string]: LoggerOptions } {
  const json = consoleHandler({ renderer: 'json' });
  const names = ['audit.request', 'audit.model', 'audit.login'];
  return Object.fromEntries(names.map((name) => [name, { handlers: [json] }]));
}
