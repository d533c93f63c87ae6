import { systemClock } from '../clock.ts';
import { readOptions } from '../options.ts';
import { isFaultAt } from '../recorder/internal-drafts.ts';
import type { EntryListener } from '../recorder/recorder.ts';
import { createRedactor } from '../redact/create-redactor.ts';
import type { LineStyle } from '../view/line-style.ts';
import { callSite } from './call-site.ts';
import { entryLine, loggerOf } from './entry-line.ts';
import { type LogLevel, logLevels } from './levels.ts';
import { LineMaker, type Message } from './line-maker.ts';
import type { LogLine } from './log-line.ts';
import type { Logger, LogMethod } from './logger.ts';
import type { Logs } from './logs.ts';
import { type LogsOptions, logsRules } from './logs-options.ts';
import { type Route, Routes, rootName } from './routes.ts';

const place = 'logs';

/**
 * Makes log output with named loggers. One for a process is enough.
 *
 * Everything that is written is redacted first. Nothing that goes wrong reaches the app.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function createLogs(options?: LogsOptions): Logs {
  const { root, loggers, role, localTime, personalDetails, redact, onFault } = readOptions(
    'logs',
    logsRules,
    options,
  );
  const style = { localTime, personalDetails };
  return new RoutedLogs({
    routes: new Routes(root, loggers),
    maker: new LineMaker({ redactor: createRedactor(redact), clock: systemClock, role, style }),
    role,
    style,
    onFault,
  });
}

interface LogsParts {
  readonly routes: Routes;
  readonly maker: LineMaker;
  readonly role: string;
  readonly style: LineStyle;
  onFault(where: string, error: unknown): void;
}

type Followed = Parameters<Logs['follow']>[0];

class RoutedLogs implements Logs {
  readonly #parts: LogsParts;
  readonly #followed = new Map<Followed, EntryListener>();
  readonly #atExit = (): void => this.#end();

  constructor(parts: LogsParts) {
    this.#parts = parts;
    const { maker, routes } = parts;
    for (const handler of routes.handlers) {
      handler.begin({
        onFault: (error) => this.#fault(error),
        lossLine: (lines) => maker.lossLine(lines),
      });
    }
    process.on('exit', this.#atExit);
  }

  getLogger(name: string = rootName): Logger {
    const route = this.#parts.routes.find(name);
    const isEnabled = (level: LogLevel): boolean => logLevels[level] >= route.level;
    const method = (level: LogLevel): LogMethod => {
      const write: LogMethod = (message, fields) => {
        if (isEnabled(level)) this.#say({ name, level, message, fields }, route, write);
      };
      return write;
    };
    return {
      name,
      debug: method('DEBUG'),
      info: method('INFO'),
      audit: method('AUDIT'),
      api: method('API'),
      login: method('LOGIN'),
      warning: method('WARNING'),
      error: method('ERROR'),
      critical: method('CRITICAL'),
      isEnabled,
    };
  }

  follow(recorder: Followed): () => void {
    const stop = (): void => {
      const listener = this.#followed.get(recorder);
      if (listener !== undefined) recorder.off('entry', listener);
      this.#followed.delete(recorder);
    };
    if (this.#followed.has(recorder)) return stop;
    const { routes, role, style } = this.#parts;
    const listener: EntryListener = (entry) => {
      // A line about a line that could not be written would not be written either.
      if (isFaultAt(place, entry)) return;
      const { name, level } = loggerOf(entry);
      const route = routes.find(name);
      if (logLevels[level] >= route.level) this.#write(entryLine(entry, role, style), route);
    };
    this.#followed.set(recorder, listener);
    recorder.on('entry', listener);
    return stop;
  }

  async flush(): Promise<void> {
    await this.#each((handler) => handler.flush());
  }

  async close(): Promise<void> {
    process.off('exit', this.#atExit);
    for (const [recorder, listener] of this.#followed) recorder.off('entry', listener);
    await this.#each((handler) => handler.close());
    this.#followed.clear();
  }

  #say(message: Omit<Message, 'callSite'>, route: Route, method: LogMethod): void {
    try {
      const line = this.#parts.maker.make({ ...message, callSite: () => callSite(method) });
      this.#write(line, route);
    } catch (error) {
      this.#fault(error);
    }
  }

  #write(line: LogLine, route: Route): void {
    for (const handler of route.handlers) {
      if (logLevels[line.level] < logLevels[handler.level]) continue;
      try {
        handler.write(line);
      } catch (error) {
        this.#fault(error);
      }
    }
  }

  async #each(call: (handler: Route['handlers'][number]) => Promise<void>): Promise<void> {
    const calls = [...this.#parts.routes.handlers].map(async (handler) => call(handler));
    for (const result of await Promise.allSettled(calls)) {
      if (result.status === 'rejected') this.#fault(result.reason);
    }
  }

  #end(): void {
    for (const handler of this.#parts.routes.handlers) {
      try {
        handler.end();
      } catch (error) {
        this.#fault(error);
      }
    }
  }

  #fault(error: unknown): void {
    try {
      this.#parts.onFault(place, error);
    } catch {
      // An alarm that fails is not a reason to fail the app.
    }
    for (const recorder of this.#followed.keys()) recorder.fault(place, error);
  }
}
