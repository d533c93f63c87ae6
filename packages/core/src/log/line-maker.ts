import { types } from 'node:util';
import { ambient } from '../ambient/ambient.ts';
import { ambientActor } from '../ambient/ambient-actor.ts';
import type { Clock } from '../clock.ts';
import type { Json, JsonObject } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';
import { appLine } from '../view/app-line.ts';
import type { LineStyle } from '../view/line-style.ts';
import { timestamp } from '../view/timestamp.ts';
import { userId, userInfo } from '../view/user-info.ts';
import { type CallSite, noCallSite } from './call-site.ts';
import type { LogLevel } from './levels.ts';
import { type LineForm, lineForm, logTypeIn } from './line-forms.ts';
import type { LogLine } from './log-line.ts';
import type { LogFields } from './logger.ts';

export interface LineMakerOptions {
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly role: string;
  readonly style: LineStyle;
}

/** What somebody wants to have written. */
export interface Message {
  readonly name: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields | Error | undefined;
  /** Asked only where the form of the line has a place for it. */
  callSite(): CallSite;
}

/** Makes lines of what the app says: without secrets, with who acts and the id of the request. */
export class LineMaker {
  readonly #options: LineMakerOptions;

  constructor(options: LineMakerOptions) {
    this.#options = options;
  }

  make(message: Message): LogLine {
    const form = lineForm(message.name);
    const given = this.#given(message.fields);
    const line =
      form.logType === 'app' ? this.#app(message, given) : this.#audit(message, form, given);
    return { level: message.level, fields: line };
  }

  /** The line that tells that `lines` others were lost. */
  lossLine(lines: number): LogLine {
    const fields = { lines };
    return this.make({
      name: 'whodid.logs',
      level: 'WARNING',
      message: `${lines} lines of log output were lost`,
      fields,
      callSite: () => noCallSite,
    });
  }

  #app(message: Message, { request_id, user_id, exception, ...rest }: JsonObject): JsonObject {
    const { clock, role, style } = this.#options;
    return appLine(
      {
        atMs: clock.now(),
        level: message.level,
        name: message.name,
        log_type: logTypeIn(role, 'app'),
        ...message.callSite(),
        message: this.#text(message.message),
        exception: textOf(exception),
        request_id: textOf(request_id) || this.#requestId(),
        user_id: textOf(user_id) || this.#text(userId(ambientActor())),
        extra: extraOf(rest),
      },
      style,
    );
  }

  #audit(message: Message, form: LineForm, given: JsonObject): JsonObject {
    const { clock, role, style } = this.#options;
    const { request_id, exception, ...rest } = given;
    const line: { [name: string]: Json } = {
      timestamp: timestamp(clock.now(), style.localTime),
      level: message.level,
      name: message.name,
      log_type: logTypeIn(role, form.logType),
      message: this.#text(message.message),
      request_id: textOf(request_id) || this.#requestId(),
    };
    const known: { readonly [name: string]: Json } = { ...this.#person(), ...rest };
    for (const name of form.fields) {
      const value = known[name];
      if (value !== undefined) line[name] = value;
    }
    if (exception !== undefined) line.exception = exception;
    const unknown = Object.entries(rest).filter(([name]) => !form.fields.includes(name));
    line.extra = extraOf(Object.fromEntries(unknown));
    return line;
  }

  #person(): JsonObject {
    const actor = ambientActor();
    const info = Object.entries(userInfo(actor, this.#options.style));
    return {
      user_id: this.#text(userId(actor)),
      user_info: Object.fromEntries(info.map(([name, value]) => [name, this.#text(value)])),
    };
  }

  #requestId(): string {
    return this.#text(ambient().requestId ?? '');
  }

  // Neither accessors nor `toJSON` of what the app hands in are called.
  #given(fields: LogFields | Error | undefined): JsonObject {
    if (fields === undefined) return {};
    const { redactor } = this.#options;
    if (types.isNativeError(fields)) return { exception: this.#text(stackOf(fields)) };
    const clean = redactor.value(fields, '', []);
    if (!isObject(clean)) return { data: clean };
    const thrown: unknown = Object.getOwnPropertyDescriptor(fields, 'exception')?.value;
    if (!types.isNativeError(thrown)) return clean;
    return { ...clean, exception: this.#text(stackOf(thrown)) };
  }

  #text(given: unknown): string {
    const { redactor } = this.#options;
    if (typeof given === 'string') return redactor.text(given, '', []);
    return textOf(redactor.value(given, '', []));
  }
}

// What the caller calls `extra` stays what it is; what has no place of its own stands beside it.
function extraOf({ extra, ...unknown }: JsonObject): JsonObject {
  if (extra === undefined) return unknown;
  return isObject(extra) ? { ...unknown, ...extra } : { ...unknown, extra };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stackOf(error: Error): string {
  try {
    return String(error.stack ?? error.message);
  } catch {
    return '[unreadable]';
  }
}
