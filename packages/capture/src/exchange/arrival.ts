import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import {
  type Actor,
  type Ambient,
  type AmbientIds,
  type Client,
  type Draft,
  type DraftHttp,
  type Outcome,
  systemClock,
} from '@whodid/core';
import { anonymous, askActor, signedInUser } from './actor.ts';
import { addressOf, protocolOf } from './address.ts';
import type { Capture } from './capture.ts';
import { clientOf } from './client.ts';
import type { Facts } from './facts.ts';
import type { Method, Rejoin } from './observe.ts';
import { givenRequestId, traceIds } from './request-ids.ts';

/** Severity of an API call, as in `Entry.level`. */
const apiLevel = 22;

/** What is known when the answer is over. */
export interface Answer extends Pick<DraftHttp, 'request' | 'response'> {
  readonly outcome: Outcome;
  readonly statusCode: number | undefined;
  readonly error?: string;
}

/** What is known of a request when it arrives, and what later becomes of that. */
export class Arrival implements Rejoin {
  readonly requestId: string;
  readonly method: string;
  /** What entries recorded while the request is handled inherit. */
  readonly ambient: Ambient;
  readonly #capture: Capture<object>;
  readonly #request: IncomingMessage;
  readonly #target: string;
  readonly #startedAt: number;
  readonly #startedMs: number;
  readonly #ids: AmbientIds;
  readonly #client: { readonly client?: Client };
  #subject: object;
  #told: Facts = {};
  #scope: AsyncResource | undefined;
  #asking = false;

  /** @param subject - the request as `actorOf` wants it; frameworks have their own object. */
  constructor(
    capture: Capture<object>,
    request: IncomingMessage,
    subject: object,
    requestId: string | undefined,
  ) {
    const { headers } = request;
    this.#capture = capture;
    this.#request = request;
    this.#subject = subject;
    this.#startedAt = capture.recorder.now();
    this.#startedMs = systemClock.monotonicMs();
    this.method = request.method ?? '';
    this.#target = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
    this.requestId =
      requestId ?? givenRequestId(headers['x-request-id']) ?? capture.recorder.newId();
    this.#ids = { requestId: this.requestId, ...traceIds(headers.traceparent) };
    const client = clientOf(request);
    this.#client = client === undefined ? {} : { client };
    this.ambient = { ...this.#ids, ...this.#client, actor: () => this.#actor() };
  }

  /** Runs `fn` once with the ambient of this request, whatever the recorder does. */
  run<T>(fn: () => T): T {
    let entered = false;
    try {
      return this.#capture.recorder.within(this.ambient, () => {
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
    return this.run(fn);
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
    if (this.#capture.options.actorOf === signedInUser) this.#subject = subject;
  }

  /** Records the one entry. Never throws. */
  record(answerOf: (facts: Facts) => Answer): void {
    try {
      this.#capture.recorder.capture(() => {
        const facts = this.#facts();
        return this.#draft(facts, answerOf(facts));
      });
    } catch {
      // A recorder never throws; a broken one must not take the app with it.
    }
  }

  #draft({ route, name }: Facts, answer: Answer): Draft {
    const { outcome, statusCode, error, request, response } = answer;
    return {
      kind: 'http.in',
      action: 'http.request',
      level: apiLevel,
      outcome,
      occurredAt: this.#startedAt,
      actor: this.#actor(),
      ambient: this.#ids,
      ...this.#client,
      http: {
        protocol: protocolOf(this.#request),
        method: this.method,
        url: addressOf(this.#request, this.#target),
        ...(route === undefined ? {} : { route }),
        ...(name === undefined ? {} : { name }),
        ...(statusCode === undefined ? {} : { statusCode }),
        durationMs: Math.round((systemClock.monotonicMs() - this.#startedMs) * 1000) / 1000,
        request,
        response,
        ...(error === undefined ? {} : { error }),
      },
    };
  }

  #actor(): Actor {
    // What `actorOf` records itself would ask for its actor again.
    if (this.#asking) return anonymous;
    const { recorder, options } = this.#capture;
    this.#asking = true;
    const actor = askActor(recorder, options.actorOf, this.#subject);
    this.#asking = false;
    return actor;
  }

  #facts(): Facts {
    try {
      return { ...this.#capture.factsOf(this.#request), ...this.#told };
    } catch (error) {
      this.#capture.recorder.fault('capture.facts', error);
      return this.#told;
    }
  }
}
