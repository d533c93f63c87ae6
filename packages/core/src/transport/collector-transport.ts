import { gzipSync } from 'node:zlib';
import { isWhodidError, WhodidError } from '../errors.ts';
import { custom, type OptionRules, readOptions, wholeNumber } from '../options.ts';
import { readAnswer } from './collector-answer.ts';
import type { Parcel, Receipt, Transport, TransportSpec } from './transport.ts';

export interface CollectorTransportOptions {
  /** Address of the collector, as in `https://whodid.example.com`; a path in it is kept. Required. */
  readonly url: string | undefined;
  /** API key with the scope `ingest`. Required. It stays in memory, and goes to `url` only. */
  readonly key: string | undefined;
  /**
   * Longest to wait for the answer to one batch, in milliseconds.
   *
   * @defaultValue `15000` (15 s); from 100 to 50000
   */
  readonly timeoutMs?: number | undefined;
}

const rules: OptionRules<CollectorTransportOptions> = {
  url: custom('an http: or https: URL without user name', '', isCollectorUrl),
  key: custom(
    'an API key',
    '',
    (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
  ),
  timeoutMs: wholeNumber({ fallback: 15_000, min: 100, max: 50_000 }),
};

interface CollectorSettings {
  readonly url: string;
  readonly key: string;
  readonly timeoutMs: number;
}

/**
 * Delivers to a whodid collector over HTTP.
 *
 * Only an answer with a receipt for each entry is a delivery. Anything else, such as the sign-in page
 * of a network or a redirect, is not, and the batch is tried again.
 *
 * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
 */
export function collectorTransport(options: CollectorTransportOptions): TransportSpec {
  const read = readOptions('collectorTransport', rules, options);
  for (const option of ['url', 'key'] as const) {
    if (read[option] !== '') continue;
    const facts = { option: `collectorTransport.${option}`, wanted: rules[option].wanted };
    throw new WhodidError('CONFIG_INVALID', { ...facts, got: 'nothing' });
  }
  return { module: import.meta.url, options: read };
}

/** Opens the transport that {@link collectorTransport} names. For the delivery thread. */
export function openTransport(options: unknown): Transport {
  return new CollectorTransport(options as CollectorSettings);
}

const name = 'collector';
const compressFromBytes = 16 * 1024;

class CollectorTransport implements Transport {
  readonly name: string = name;
  readonly #endpoint: URL;
  readonly #settings: CollectorSettings;
  readonly #compress: boolean;
  readonly #running = new Set<AbortController>();
  #closed = false;

  constructor(settings: CollectorSettings) {
    this.#settings = settings;
    const base = new URL(settings.url);
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    this.#endpoint = new URL('v1/entries', base);
    // Within one machine the time to compress is longer than the time it saves.
    this.#compress = !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(base.hostname);
  }

  async deliver(batch: readonly Parcel[], signal: AbortSignal): Promise<readonly Receipt[]> {
    // Not AbortSignal.any: what it makes stays tied to a signal that lives as long as we do.
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort();
    }, this.#settings.timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    this.#running.add(controller);
    try {
      if (signal.aborted || this.#closed) abort();
      const request = { ...this.#request(batch), signal: controller.signal };
      return await readAnswer(name, await fetch(this.#endpoint, request), batch);
    } catch (error) {
      if (isWhodidError(error)) throw error;
      const reason = late ? 'it did not answer in time' : networkReason(error);
      throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport: name, reason }, { cause: error });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#running.delete(controller);
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const controller of this.#running) controller.abort();
    return Promise.resolve();
  }

  #request(batch: readonly Parcel[]): RequestInit {
    const body = Buffer.from(batch.map(({ text }) => `${text}\n`).join(''));
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${this.#settings.key}`,
      'content-type': 'application/x-ndjson',
    };
    // A redirect would take key and entries to an address that nobody configured.
    const rest = { method: 'POST', redirect: 'manual' } as const;
    if (!this.#compress || body.length < compressFromBytes) return { ...rest, headers, body };
    // Synchronous: the other one would take a thread of the pool that belongs to the app.
    const compressed = gzipSync(body, { level: 1 });
    return { ...rest, headers: { ...headers, 'content-encoding': 'gzip' }, body: compressed };
  }
}

function isCollectorUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

// `fetch` hides what happened, as in ECONNREFUSED, in the cause.
function networkReason(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
