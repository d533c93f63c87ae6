import type { Draft } from '../entry/draft.ts';
import { systemLocation } from '../view/stream-note.ts';
import { streamDraft } from './stream-draft.ts';

/** How an entry of a stream reads as text. */
export interface StreamOptions {
  /**
   * End the text with the time.
   *
   * @defaultValue `false`
   */
  readonly timestamp?: boolean | undefined;
  /** A line above the text. */
  readonly heading?: string | undefined;
  /**
   * Write a dictionary over several lines, as JSON with four spaces. Otherwise it is one line.
   *
   * @defaultValue `false`
   */
  readonly dictToString?: boolean | undefined;
}

/** A message and nothing else: stream INFO, location system. */
export interface OnlyMessage extends StreamOptions {
  readonly m: unknown;
}

/** What was written, as it is known. */
export interface WrittenEntry {
  /** Id of the entry. */
  readonly id: string;
}

/** Writes to one stream: `(location, message, options)`. */
export type StreamMethod = (
  location: string,
  message: unknown,
  options?: StreamOptions,
) => Promise<WrittenEntry>;

/**
 * The logger of document 003: named streams instead of levels. What is written to a stream is never
 * filtered, and each write is an entry like any other.
 *
 * No method throws, and nobody need wait for one: the promise resolves as that of `recorder.record`
 * does.
 */
export interface StreamLogger {
  /**
   * Writes to a stream.
   *
   * @param stream - `INFO`, `LOGIN`, or any name of your own: it exists from its first use.
   * @param location - the user whose log it belongs to, or `system`. Who did it is whoever is ambient,
   * else that user.
   * @param message - text, or a dictionary.
   */
  delay(
    stream: string,
    location: string,
    message: unknown,
    options?: StreamOptions,
  ): Promise<WrittenEntry>;
  delay(only: OnlyMessage): Promise<WrittenEntry>;

  readonly info: StreamMethod;
  readonly warn: StreamMethod;
  readonly debug: StreamMethod;
  readonly login: StreamMethod;
  readonly error: StreamMethod;
  readonly securityAlert: StreamMethod;
  readonly strangeActivity: StreamMethod;
}

/** The part of a recorder that a logger needs. */
export interface StreamRecorder {
  record(draft: Draft): Promise<WrittenEntry>;
  fault(where: string, error: unknown): void;
}

/**
 * Makes the logger that writes to a recorder's streams.
 *
 * @example
 * const logger = createStreamLogger(recorder);
 * logger.delay('INFO', user.name, 'Log entry here.', { timestamp: true });
 */
export function createStreamLogger(recorder: StreamRecorder): StreamLogger {
  const write = (
    stream: unknown,
    location: unknown,
    message: unknown,
    options: StreamOptions,
  ): Promise<WrittenEntry> => {
    try {
      return recorder.record(streamDraft(stream, location, message, options));
    } catch (error) {
      // Options that are not what they seem: reading them runs code of the app.
      recorder.fault('stream', error);
      return quiet(Promise.reject(error));
    }
  };
  const method =
    (stream: string): StreamMethod =>
    (location, message, options = {}) =>
      write(stream, location, message, options);
  return {
    delay(
      first: string | OnlyMessage,
      location?: string,
      message?: unknown,
      options: StreamOptions = {},
    ) {
      return typeof first === 'object' && first !== null
        ? write('INFO', systemLocation, first.m, first)
        : write(first, location, message, options);
    },
    info: method('INFO'),
    warn: method('WARN'),
    debug: method('DEBUG'),
    login: method('LOGIN'),
    error: method('ERROR'),
    securityAlert: method('SECURITY ALERT'),
    strangeActivity: method('STRANGE ACTIVITY'),
  };
}

// Whoever does not ask for the answer must not be killed by it.
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
