import { type OptionRules, type Recorder, readOptions, text } from '@whodid/core';
import { watchUndici } from '../fetch/watch-undici.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { type OutboundOptions, outboundRules } from '../outbound/outbound-options.ts';
import { serviceScope } from '../outbound/service-scope.ts';
import { Told } from './told.ts';

/** The options of {@link HttpClient}. */
export interface HttpClientOptions extends OutboundOptions {
  /** What the other side is called in entries: the target `service`. */
  readonly serviceName: string;
}

const rules: OptionRules<HttpClientOptions> = { ...outboundRules, serviceName: text('service') };

// One watch for all clients; it hears only of what they send.
let watching = false;

function outboundOfService(): Outbound | null {
  const service = serviceScope.getStore();
  if (service === undefined) return null;
  service.seen = true;
  return service.outbound;
}

/**
 * Calls one service with Node's `fetch`, and records each call with that service as its target.
 *
 * Answers and errors are those of `fetch`: an answer of 404 is an answer, and a connection that is
 * refused rejects with the original error. Calls share nothing. Made to be extended: override
 * {@link request}, which all others go through, to add credentials or a base address.
 *
 * An entry is one request on the wire, as with `captureFetch`, which may be on beside it. If nothing
 * went out, or a replacement of `fetch` sent it, what `fetch` has told is recorded, without bodies.
 *
 * @example
 * const payments = new HttpClient(recorder, { serviceName: 'payments' });
 * const answer = await payments.post('https://payments.example/v1/charges', { body, headers });
 */
export class HttpClient {
  readonly #outbound: Outbound;

  /**
   * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
   */
  constructor(recorder: Recorder, options: HttpClientOptions) {
    const { serviceName, ...rest } = readOptions('HttpClient', rules, options);
    const targets = [{ type: 'service', id: serviceName }];
    this.#outbound = { recorder, options: rest, targets };
    if (watching) return;
    watching = true;
    watchUndici(outboundOfService);
  }

  get(url: string | URL, options?: RequestInit): Promise<Response> {
    return this.request(url, { ...options, method: 'GET' });
  }

  post(url: string | URL, options?: RequestInit): Promise<Response> {
    return this.request(url, { ...options, method: 'POST' });
  }

  put(url: string | URL, options?: RequestInit): Promise<Response> {
    return this.request(url, { ...options, method: 'PUT' });
  }

  patch(url: string | URL, options?: RequestInit): Promise<Response> {
    return this.request(url, { ...options, method: 'PATCH' });
  }

  delete(url: string | URL, options?: RequestInit): Promise<Response> {
    return this.request(url, { ...options, method: 'DELETE' });
  }

  /** Makes a call. Takes, gives back and throws what `fetch` does. */
  async request(url: string | URL, options?: RequestInit): Promise<Response> {
    const told = new Told(this.#outbound, url, options);
    try {
      const response = await serviceScope.run(told.service, () => fetch(url, options));
      told.end({ how: 'answered' }, response);
      return response;
    } catch (error) {
      told.end({ how: 'failed', error });
      throw error;
    }
  }
}
