import type { EntryFields } from '../entry/entry.ts';
import { isWhodidError, WhodidError } from '../errors.ts';
import { custom, type OptionRules, readOptions, wholeNumber } from '../options.ts';
import { activityPayload } from '../view/activity-log/activity-payload.ts';
import { readLoggerAnswer } from './logger-answer.ts';
import { JsonPoster, NoAnswer } from './post-json.ts';
import type { Parcel, Receipt, Transport, TransportSpec } from './transport.ts';

export interface ActivityLogTransportOptions {
  /** Address that takes one payload in each request, as `LOGGER_URL` has it. Required. */
  readonly url: string | undefined;
  /** Token of this service, sent as `Authorization: Bearer`. Never that of a user. Default: none. */
  readonly token?: string | undefined;
  /**
   * Longest to wait for one answer, in milliseconds.
   *
   * @defaultValue `5000` (5 s); from 100 to 50000
   */
  readonly timeoutMs?: number | undefined;
}

const rules: OptionRules<ActivityLogTransportOptions> = {
  url: custom('an http: or https: URL without user name', '', isLoggerUrl),
  token: custom(
    'a token',
    '',
    (value) => typeof value === 'string' && /^[\x21-\x7e]*$/.test(value),
  ),
  timeoutMs: wholeNumber({ fallback: 5000, min: 100, max: 50_000 }),
};

interface ActivityLogSettings {
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: number;
}

/**
 * Delivers to a logger as document 000 describes it: one POST with 29 texts for each entry.
 *
 * Of each actor's entries the next one is sent when the one before was taken; entries of up to four
 * actors are sent at once.
 *
 * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
 */
export function activityLogTransport(options: ActivityLogTransportOptions): TransportSpec {
  const read = readOptions('activityLogTransport', rules, options);
  if (read.url !== '') return { module: import.meta.url, options: read };
  throw new WhodidError('CONFIG_INVALID', {
    option: 'activityLogTransport.url',
    wanted: rules.url.wanted,
    got: 'nothing',
  });
}

/** Opens the transport that {@link activityLogTransport} names. For the delivery thread. */
export function openTransport(options: unknown): Transport {
  return new ActivityLogTransport(options as ActivityLogSettings);
}

const name = 'activity log';
const connections = 4;
const mostTaken = 5000;

/** A parcel that was looked into. */
interface Letter extends Pick<Parcel, 'id' | 'text'> {
  readonly entry: EntryFields;
}

class ActivityLogTransport implements Transport {
  readonly name: string = name;
  readonly #poster: JsonPoster;
  readonly #closing = new AbortController();
  /** Receipts of a batch that is not through yet, so that what was taken is not sent again. */
  readonly #taken = new Map<string, Receipt>();

  constructor({ url, token, timeoutMs }: ActivityLogSettings) {
    this.#poster = new JsonPoster(url, { token, timeoutMs, connections });
  }

  async deliver(batch: readonly Parcel[], signal: AbortSignal): Promise<readonly Receipt[]> {
    // Batches that are never finished are those of a lane that somebody else took over.
    if (this.#taken.size > mostTaken) this.#taken.clear();
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    for (const each of [signal, this.#closing.signal]) {
      if (each.aborted) abort();
      each.addEventListener('abort', abort, { once: true });
    }
    try {
      await this.#sendAll(queuesOf(batch), stop.signal);
    } finally {
      for (const each of [signal, this.#closing.signal]) each.removeEventListener('abort', abort);
    }
    const receipts = batch.map(({ text }) => this.#taken.get(text) as Receipt);
    for (const { text } of batch) this.#taken.delete(text);
    return receipts;
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#poster.close();
    return Promise.resolve();
  }

  // After the first failure nothing more is begun: what failed is tried again with all behind it.
  async #sendAll(queues: (readonly Letter[])[], signal: AbortSignal): Promise<void> {
    let failure: unknown;
    const work = async (): Promise<void> => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
        for (const letter of queue) {
          if (failure !== undefined) return;
          try {
            await this.#send(letter, signal);
          } catch (error) {
            failure ??= error;
          }
        }
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    if (failure !== undefined) throw failure;
  }

  async #send({ id, text, entry }: Letter, signal: AbortSignal): Promise<void> {
    if (this.#taken.has(text)) return;
    try {
      const answer = await this.#poster.post(JSON.stringify(activityPayload(entry)), signal);
      this.#taken.set(text, readLoggerAnswer(name, answer, id));
    } catch (error) {
      if (isWhodidError(error)) throw error;
      const reason = error instanceof NoAnswer ? error.reason : 'unknown';
      throw unavailable(reason === 'timeout' ? 'it did not answer in time' : reason, error);
    }
  }
}

/** The entries of each actor, oldest first. */
function queuesOf(batch: readonly Parcel[]): (readonly Letter[])[] {
  const queues = new Map<string, Letter[]>();
  for (const { id, text } of batch) {
    const entry = JSON.parse(text) as EntryFields;
    const letter = { id, text, entry };
    const queue = queues.get(entry.actor.id);
    if (queue === undefined) queues.set(entry.actor.id, [letter]);
    else queue.push(letter);
  }
  return [...queues.values()];
}

function unavailable(reason: string, cause?: unknown): WhodidError {
  return new WhodidError('TRANSPORT_UNAVAILABLE', { transport: name, reason }, { cause });
}

function isLoggerUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
