import type { ClientRequest, IncomingMessage } from 'node:http';
import { observeResponse } from '../exchange/observe.ts';
import { sentHeaders } from '../exchange/sent-headers.ts';
import { beginCall, type Call, type CallReport } from '../outbound/call.ts';
import { callMessage } from '../outbound/call-message.ts';
import type { CallEnding } from '../outbound/call-outcome.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { observeAnswer } from './observe-answer.ts';

/** Members of a client's request that are not in its type. */
interface Inner {
  readonly res?: IncomingMessage | null;
  readonly upgradeOrConnect?: boolean;
}

/**
 * One request of a `node:http` client, from its creation until the answer has come or the request is
 * closed.
 */
export class WatchedRequest {
  readonly #request: ClientRequest;
  readonly #call: Call | null;
  #response: IncomingMessage | null = null;

  /**
   * @param fresh - whether nothing was written yet. If something was, its body is not kept.
   * @param onOver - called once, after the entry was recorded.
   */
  constructor(outbound: Outbound, request: ClientRequest, fresh: boolean, onOver: () => void) {
    this.#request = request;
    this.#call = beginCall(
      outbound,
      { method: request.method.toUpperCase(), url: addressOf(request) },
      (call, ending) => this.#report(call, ending),
    );
    if (this.#call === null) return;
    if (fresh) observeResponse(request, this.#call.requestTap);
    request.once('close', () => {
      this.#closed();
      onOver();
    });
  }

  /** Whether the call is to be recorded. */
  get recorded(): boolean {
    return this.#call !== null;
  }

  answered(response: IncomingMessage): void {
    const call = this.#call;
    if (call === null) return;
    this.#response = response;
    observeAnswer(response, call.responseTap, () => {
      if (response.complete) call.end({ how: 'answered' });
    });
  }

  failed(error: unknown): void {
    this.#call?.end({ how: 'failed', error });
  }

  /** The last that is heard of a request, whatever becomes of it. Mostly the call is over by then. */
  #closed(): void {
    const { res, upgradeOrConnect } = this.#request as Inner;
    this.#response ??= res ?? null;
    const response = this.#response;
    if (upgradeOrConnect === true) this.#call?.end({ how: 'switched' });
    else if (response?.complete === true) this.#call?.end({ how: 'answered' });
    else this.failed(response?.errored ?? { name: 'Error', code: 'ECONNRESET' });
  }

  #report(call: Call, { how }: CallEnding): CallReport {
    const request = this.#request;
    const response = this.#response;
    const headers = request.headersSent ? sentHeaders(request) : request.getHeaders();
    const bodiless = request.method === 'HEAD' || response?.statusCode === 304;
    const whole = how === 'answered' && !bodiless;
    return {
      statusCode: response?.statusCode,
      request: callMessage(headers, call.requestTap, request.writableEnded),
      response: callMessage(response?.headers ?? {}, call.responseTap, whole),
    };
  }
}

/** The whole address that is called, as the other side reads it. */
function addressOf(request: ClientRequest): string {
  const { protocol, host, path, method } = request;
  if (method === 'CONNECT' || !path.startsWith('/')) return path;
  const named = request.getHeader('host');
  return `${protocol}//${typeof named === 'string' ? named : host}${path}`;
}
