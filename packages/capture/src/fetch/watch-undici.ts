import { AsyncResource } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { ambient } from '@whodid/core';
import type { Headers } from '../exchange/sent-headers.ts';
import { beginCall, type Call, type CallReport } from '../outbound/call.ts';
import { callMessage } from '../outbound/call-message.ts';
import type { CallEnding } from '../outbound/call-outcome.ts';
import { claimCall } from '../outbound/claim-call.ts';
import { listen } from '../outbound/listen.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { passedOn } from '../outbound/passed-on.ts';
import { callerScope } from './caller-scope.ts';
import { addressOf, readHeaders, requestHeaders, type UndiciRequest } from './undici-request.ts';

/** What the channels of undici say, each some of it. */
interface Message {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number; readonly headers: unknown };
  readonly chunk?: unknown;
  readonly error?: unknown;
  readonly socket?: Socket;
}

/** What is known of a request so far. */
interface Told {
  readonly request: UndiciRequest;
  statusCode: number | undefined;
  headers: Headers;
}

interface Watched {
  readonly call: Call;
  readonly told: Told;
}

const noHeaders: Headers = Object.freeze({});

/**
 * Watches the requests of undici, Node's own and every other copy in the process, through the
 * diagnostics channels that they share.
 *
 * @param outboundOf - asked in the caller's context for each request; `null` for not recording it.
 * @returns stops watching. Calls that are open are still recorded.
 */
export function watchUndici(outboundOf: () => Outbound | null): () => void {
  const watch = new UndiciWatch(outboundOf);
  return () => watch.stop();
}

class UndiciWatch {
  readonly #outboundOf: () => Outbound | null;
  readonly #home = new AsyncResource('WhodidCapture');
  readonly #open = new Map<UndiciRequest, Watched>();
  readonly #undo: (() => void)[] = [];
  readonly #endCreate: () => void;
  #stopped = false;

  constructor(outboundOf: () => Outbound | null) {
    this.#outboundOf = outboundOf;
    this.#endCreate = listen<Message>('undici:request:create', (message) => this.#create(message));
    this.#follow('undici:client:sendHeaders', (watched, { socket }) =>
      this.#followSwitch(watched, socket),
    );
    this.#follow('undici:request:bodyChunkSent', ({ call }, { chunk }) =>
      call.requestTap.add(chunk, undefined),
    );
    this.#follow('undici:request:bodySent', ({ call, told }) => {
      // Older versions do not show what they send, but where it is one piece it is still there.
      if (call.requestTap.bytes === 0) call.requestTap.add(told.request.body, undefined);
    });
    this.#follow('undici:request:headers', ({ told }, { response }) => {
      told.statusCode = response?.statusCode;
      told.headers = readHeaders(response?.headers);
    });
    this.#follow('undici:request:bodyChunkReceived', ({ call }, { chunk }) =>
      call.responseTap.add(chunk, undefined),
    );
    this.#follow('undici:request:trailers', (watched) => this.#end(watched, { how: 'answered' }));
    this.#follow('undici:request:error', (watched, { error }) =>
      this.#end(watched, { how: 'failed', error }),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#endCreate();
    this.#leaveWhenIdle();
  }

  #create({ request }: Message): void {
    const scope = callerScope(request, this.#home);
    const outbound = scope.runInAsyncScope(this.#outboundOf);
    if (outbound === null || !claimCall(request)) return;
    const told: Told = { request, statusCode: undefined, headers: noHeaders };
    const method = request.method.toUpperCase();
    const call = beginCall(
      outbound,
      { method, url: addressOf(request) },
      (ended, ending) => reportOf(ended, told, ending),
      scope,
    );
    if (call === null) return;
    this.#open.set(request, { call, told });
    if (outbound.options.propagate) propagate(request, scope);
  }

  /** Not every undici tells that a connection has switched protocols; that it closes, we see. */
  #followSwitch(watched: Watched, socket: Socket | undefined): void {
    const { upgrade, method } = watched.told.request;
    if (typeof upgrade !== 'string' && method !== 'CONNECT') return;
    socket?.once('close', () => this.#end(watched, { how: 'switched' }));
  }

  #end({ call, told }: Watched, ending: CallEnding): void {
    this.#open.delete(told.request);
    call.end(ending);
    this.#leaveWhenIdle();
  }

  #follow(channel: string, handle: (watched: Watched, message: Message) => void): void {
    const end = listen<Message>(channel, (message) => {
      const watched = this.#open.get(message.request);
      if (watched !== undefined) handle(watched, message);
    });
    this.#undo.push(end);
  }

  #leaveWhenIdle(): void {
    if (!this.#stopped || this.#open.size > 0) return;
    for (const each of this.#undo.splice(0)) each();
  }
}

function reportOf(call: Call, told: Told, { how }: CallEnding): CallReport {
  const { request, statusCode, headers } = told;
  const answered = how === 'answered';
  const bodiless = request.method === 'HEAD' || statusCode === 204 || statusCode === 304;
  return {
    statusCode,
    request: callMessage(requestHeaders(request), call.requestTap, answered),
    response: callMessage(headers, call.responseTap, answered && !bodiless),
  };
}

function propagate(request: UndiciRequest, scope: AsyncResource): void {
  const present = requestHeaders(request);
  for (const [name, value] of passedOn(scope.runInAsyncScope(ambient))) {
    if (!(name in present)) request.addHeader?.(name, value);
  }
}
