import type { ClientRequest, IncomingMessage } from 'node:http';
import { ambient, type Recorder } from '@whodid/core';
import { claimCall } from '../outbound/claim-call.ts';
import { listen } from '../outbound/listen.ts';
import { createOutbound, type Outbound } from '../outbound/outbound.ts';
import type { OutboundOptions } from '../outbound/outbound-options.ts';
import { passedOn } from '../outbound/passed-on.ts';
import { WatchedRequest } from './watched-request.ts';

/** The options of {@link captureHttpClient}. */
export type HttpClientCaptureOptions = OutboundOptions;

interface Message {
  readonly request: ClientRequest;
  readonly response?: IncomingMessage;
  readonly error?: unknown;
}

/**
 * Records every call that this process makes with `node:http` and `node:https`, or with a library on
 * top of them, once each, when its answer has come or cannot come any more. Modules stay as they are:
 * Node tells of each request on a diagnostics channel, and of that one request `write` and `end` are
 * looked at.
 *
 * Where Node does not tell of a request when it is created (before 22.12, so in Node 20), the call is
 * seen when it has been sent, or when it fails: then the body of the request is not kept, its duration
 * begins there, nothing is propagated, and a request that the app gives up before there is a
 * connection may have no entry.
 *
 * @returns stops the capture. Calls that are open are still recorded.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureHttpClient(
  recorder: Recorder,
  options?: HttpClientCaptureOptions,
): () => void {
  const watch = new HttpClientWatch(createOutbound('captureHttpClient', recorder, options));
  return () => watch.stop();
}

class HttpClientWatch {
  readonly #outbound: Outbound;
  /** Those that are not recorded are here, too, so that nobody is asked about them twice. */
  readonly #known = new WeakMap<ClientRequest, WatchedRequest | null>();
  readonly #undo: (() => void)[];
  #open = 0;
  #stopped = false;

  constructor(outbound: Outbound) {
    this.#outbound = outbound;
    this.#undo = [
      listen<Message>('http.client.request.created', ({ request }) => {
        this.#begin(request, true);
      }),
      listen<Message>('http.client.request.start', ({ request }) => {
        this.#begin(request, false);
      }),
      listen<Message>('http.client.response.finish', ({ request, response }) => {
        if (response !== undefined) this.#known.get(request)?.answered(response);
      }),
      listen<Message>('http.client.request.error', ({ request, error }) => {
        this.#begin(request, false)?.failed(error);
      }),
    ];
  }

  stop(): void {
    this.#stopped = true;
    this.#leaveWhenIdle();
  }

  #begin(request: ClientRequest, fresh: boolean): WatchedRequest | null {
    const known = this.#known.get(request);
    if (known !== undefined || this.#stopped) return known ?? null;
    const watched = claimCall(request) ? this.#watch(request, fresh) : null;
    this.#known.set(request, watched);
    return watched;
  }

  #watch(request: ClientRequest, fresh: boolean): WatchedRequest | null {
    const watched = new WatchedRequest(this.#outbound, request, fresh, () => {
      this.#open -= 1;
      this.#leaveWhenIdle();
    });
    if (!watched.recorded) return null;
    this.#open += 1;
    if (this.#outbound.options.propagate && !request.headersSent) propagate(request);
    return watched;
  }

  #leaveWhenIdle(): void {
    if (!this.#stopped || this.#open > 0) return;
    for (const each of this.#undo.splice(0)) each();
  }
}

function propagate(request: ClientRequest): void {
  for (const [name, value] of passedOn(ambient())) {
    if (!request.hasHeader(name)) request.setHeader(name, value);
  }
}
