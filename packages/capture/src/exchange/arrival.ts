import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import {
  type Ambient,
  type AmbientIds,
  type Client,
  type Draft,
  type DraftHttp,
  type Outcome,
  systemClock,
} from '@whodid/core';
import { Caller } from '../caller/caller.ts';
import { pathOf } from '../rules/read-path.ts';
import { addressOf, protocolOf } from './address.ts';
import type { Capture } from './capture.ts';
import { clientOf } from './client.ts';
import type { Facts } from './facts.ts';
import type { Method, Rejoin } from './observe.ts';
import { recordExchange } from './record-exchange.ts';
import { givenRequestId, traceIds } from './request-ids.ts';

/** What is known when the answer is over. */
export interface Answer extends Pick<DraftHttp, 'request' | 'response'> {
  readonly outcome: Outcome;
  readonly statusCode: number | undefined;
  readonly error?: string;
}

/** What is known of a request when it arrives, and what later becomes of that. */
export class Arrival implements Rejoin {
  readonly capture: Capture<object>;
  readonly caller: Caller;
  readonly requestId: string;
  readonly method: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  /** What entries recorded while the request is handled inherit. */
  readonly ambient: Ambient;
  readonly #request: IncomingMessage;
  readonly #target: string;
  readonly #startedMs: number;
  readonly #ids: AmbientIds;
  readonly #client: { readonly client?: Client };
  #told: Facts = {};
  #scope: AsyncResource | undefined;
  #tellsSignIns = false;

  /** @param subject - the request as `actorOf` wants it; frameworks have their own object. */
  constructor(
    capture: Capture<object>,
    request: IncomingMessage,
    subject: object,
    requestId: string | undefined,
  ) {
    const { headers } = request;
    const { recorder, options } = capture;
    this.capture = capture;
    this.#request = request;
    this.startedAt = recorder.now();
    this.#startedMs = systemClock.monotonicMs();
    this.method = request.method ?? '';
    this.#target = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
    this.requestId = requestId ?? this.#givenId() ?? recorder.newId();
    this.#ids = { requestId: this.requestId, ...traceIds(headers.traceparent) };
    const client = clientOf(capture, request);
    this.#client = client === undefined ? {} : { client };
    this.caller = new Caller(recorder, options, subject);
    if (capture.readsTokens) this.caller.present(headers.authorization);
    this.ambient = {
      ...this.#ids,
      ...this.#client,
      actor: () => this.caller.actor,
      onBehalfOf: () => this.caller.onBehalfOf,
      onDraft: ({ kind }) => {
        if (kind === 'auth') this.#tellsSignIns = true;
      },
    };
  }

  /** Path of the request, as routers read it. */
  get path(): string {
    return pathOf(this.#target);
  }

  /** Whether the app has recorded itself who signed in, or that somebody could not. */
  get tellsSignIns(): boolean {
    return this.#tellsSignIns;
  }

  /** Runs `fn` once with the ambient of this request, whatever the recorder does. */
  run<T>(fn: () => T): T {
    let entered = false;
    try {
      return this.capture.recorder.within(this.ambient, () => {
        entered = true;
        this.#scope = new AsyncResource('WhodidRequest');
        return fn();
      });
    } catch (error) {
      if (entered) throw error;
      return fn();
    }
  }

  /** See {@link Watched}. */
  enter<T>(fn: () => T): T | Promise<T> {
    const { ready } = this.caller;
    return ready === undefined ? this.run(fn) : ready.then(() => this.run(fn));
  }

  /** Calls a method inside what {@link run} began, wherever it is called from now. */
  rejoin(method: Method, self: unknown, args: readonly unknown[]): unknown {
    const scope = this.#scope;
    if (scope === undefined) return Reflect.apply(method, self, args);
    return scope.runInAsyncScope(method, self, ...args);
  }

  /** Ends {@link rejoin}: another capture has taken the request over and has its own ambient. */
  leave(): void {
    this.#scope = undefined;
  }

  /** Adds what a framework knows. */
  tell(facts: Facts): void {
    this.#told = { ...this.#told, ...facts };
  }

  /** See {@link Watched}. An `actorOf` of the app's own is asked about what it expects. */
  meet(subject: object): void {
    this.caller.meet(subject);
  }

  /**
   * Records the one entry, and what there is to say about a sign-in. Never throws.
   *
   * @param exiting - whether the process ends, so that nothing can be waited for.
   */
  record(answerOf: (facts: Facts) => Answer, exiting: boolean): void {
    try {
      const facts = this.#facts();
      recordExchange(this, facts, answerOf(facts), exiting);
    } catch (error) {
      this.#fault('capture.record', error);
    }
  }

  /** What all entries about this request have in common. */
  draft(): Pick<Draft, 'occurredAt' | 'ambient' | 'client'> {
    return { occurredAt: this.startedAt, ambient: this.#ids, ...this.#client };
  }

  /** The exchange, which took from its arrival until now. */
  http({ route, name }: Facts, answer: Answer): DraftHttp {
    const { statusCode, error, request, response } = answer;
    return {
      protocol: protocolOf(this.#request),
      method: this.method,
      url: addressOf(this.#request, this.#target, this.capture.options),
      ...(route === undefined ? {} : { route }),
      ...(name === undefined ? {} : { name }),
      ...(statusCode === undefined ? {} : { statusCode }),
      durationMs: Math.round((systemClock.monotonicMs() - this.#startedMs) * 1000) / 1000,
      request,
      response,
      ...(error === undefined ? {} : { error }),
    };
  }

  #givenId(): string | undefined {
    const { requestIdHeader } = this.capture.options;
    if (requestIdHeader === false) return undefined;
    return givenRequestId(this.#request.headers[requestIdHeader.toLowerCase()]);
  }

  #facts(): Facts {
    try {
      return { ...this.capture.factsOf(this.#request), ...this.#told };
    } catch (error) {
      this.#fault('capture.facts', error);
      return this.#told;
    }
  }

  #fault(where: string, error: unknown): void {
    try {
      this.capture.recorder.fault(where, error);
    } catch {
      // A recorder never throws; a broken one must not take the app with it.
    }
  }
}
