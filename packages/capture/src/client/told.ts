import { beginCall, type Call } from '../outbound/call.ts';
import { callMessage } from '../outbound/call-message.ts';
import type { CallEnding } from '../outbound/call-outcome.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { ServiceCall } from '../outbound/service-scope.ts';

/**
 * A call as `fetch` itself tells of it. Recorded only if no request was seen on its way, which would
 * tell more.
 */
export class Told {
  readonly service: ServiceCall;
  readonly #call: Call | null;
  #response: Response | undefined;

  constructor(outbound: Outbound, url: string | URL, options: RequestInit | undefined) {
    const call = { method: (options?.method ?? 'GET').toUpperCase(), url: String(url) };
    this.#call = beginCall(outbound, call, (ended, { how }) => ({
      statusCode: this.#response?.status,
      request: callMessage({}, ended.requestTap, false),
      response: callMessage(
        Object.fromEntries(this.#response?.headers ?? []),
        ended.responseTap,
        how === 'answered',
      ),
    }));
    this.service = { outbound: this.#call === null ? null : neverSkipping(outbound), seen: false };
  }

  end(ending: CallEnding, response?: Response): void {
    this.#response = response;
    if (this.service.seen) this.#call?.forget();
    else this.#call?.end(ending);
  }
}

/** `skip` was asked about the call; the requests that are made for it are no calls of their own. */
function neverSkipping(outbound: Outbound): Outbound {
  return { ...outbound, options: { ...outbound.options, skip: () => false } };
}
