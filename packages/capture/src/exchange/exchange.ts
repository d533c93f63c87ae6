import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Ambient,
  type AmbientIds,
  type Client,
  type Draft,
  type DraftHttp,
  systemClock,
} from '@whodid/core';
import { askActor } from './actor.ts';
import { addressOf, protocolOf } from './address.ts';
import { BodyTap } from './body-tap.ts';
import { type Breakable, type BreakCause, unwatchBreaks, watchBreaks } from './breaks.ts';
import type { Capture } from './capture.ts';
import type { Claim } from './claim.ts';
import { clientOf } from './client.ts';
import type { Facts } from './facts.ts';
import { requestMessage, responseMessage } from './messages.ts';
import { observeRequest, observeResponse } from './observe.ts';
import { clientClosed, outcomeOf } from './outcome.ts';
import { givenRequestId, traceIds } from './request-ids.ts';

/** Severity of an API call, as in `Entry.level`. */
const apiLevel = 22;

/**
 * One request and its answer, watched from the arrival of the request until the response is closed.
 * It records exactly one entry, then.
 *
 * It is `open` from {@link observe} on, and `over` after the first of: the response closed, the
 * connection closed, the process exits, another capture took the request over. Only the first
 * three record.
 */
export class Exchange<Req extends object> implements Claim, Breakable {
  readonly requestId: string;
  /** What entries recorded while the request is handled inherit. */
  readonly ambient: Ambient;
  readonly #capture: Capture<Req>;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #target: string;
  readonly #method: string;
  readonly #startedAt: number;
  readonly #startedMs: number;
  readonly #ids: AmbientIds;
  readonly #client: Client | undefined;
  readonly #requestTap: BodyTap;
  readonly #responseTap: BodyTap;
  readonly #fromStart: boolean;
  #subject: Req;
  #told: Facts = {};
  #over = true;
  #exiting = false;

  /** @param subject - the request as `actorOf` wants it; frameworks have their own object. */
  constructor(
    capture: Capture<Req>,
    request: IncomingMessage,
    response: ServerResponse,
    subject: Req,
    requestId: string | undefined,
  ) {
    const { recorder, options } = capture;
    const { headers } = request;
    this.#capture = capture;
    this.#request = request;
    this.#response = response;
    this.#subject = subject;
    this.#startedAt = recorder.now();
    this.#startedMs = systemClock.monotonicMs();
    this.#method = request.method ?? '';
    this.#target = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
    this.requestId = requestId ?? givenRequestId(headers['x-request-id']) ?? recorder.newId();
    this.#ids = { requestId: this.requestId, ...traceIds(headers.traceparent) };
    this.#client = clientOf(request);
    this.ambient = {
      ...this.#ids,
      ...(this.#client === undefined ? {} : { client: this.#client }),
      actor: () => this.#actor(),
    };
    this.#requestTap = new BodyTap(options.bodyLimitBytes);
    this.#responseTap = new BodyTap(options.bodyLimitBytes);
    this.#fromStart = request.readableLength === 0 && !request.readableDidRead;
  }

  get rank(): number {
    return this.#capture.rank;
  }

  /** Begins to watch. Without it there is ambient but no entry. */
  observe(): void {
    this.#over = false;
    observeRequest(this.#request, this.#requestTap, (fn) => this.run(fn));
    observeResponse(this.#response, this.#responseTap);
    // `close` and not `finish`: a client that hangs up never causes `finish`, and an abandoned
    // request is what an auditor asks about.
    this.#response.on('close', () => this.#end());
    watchBreaks(this.#request.socket, this);
  }

  /** Runs `fn` once with the ambient of this exchange, whatever the recorder does. */
  run<T>(fn: () => T): T {
    let entered = false;
    try {
      return this.#capture.recorder.within(this.ambient, () => {
        entered = true;
        return fn();
      });
    } catch (error) {
      if (entered) throw error;
      return fn();
    }
  }

  /** Adds what a framework knows. */
  tell(facts: Facts): void {
    this.#told = { ...this.#told, ...facts };
  }

  /** From now on `actorOf` is asked about this object. */
  meet(subject: Req): void {
    this.#subject = subject;
  }

  breakOff(cause: BreakCause): void {
    this.#exiting = cause === 'process_exited';
    this.#end();
  }

  release(): void {
    this.#over = true;
    unwatchBreaks(this.#request.socket, this);
  }

  #end(): void {
    if (this.#over) return;
    this.release();
    const { recorder } = this.#capture;
    try {
      recorder.capture(() => this.#draft());
    } catch {
      // A recorder never throws; a broken one must not take the app with it.
    }
  }

  #draft(): Draft {
    const facts = { ...this.#facts(), ...this.#told };
    const statusCode = this.#statusCode();
    const { outcome, error } = outcomeOf({
      statusCode,
      delivered: this.#delivered(),
      clientGone: clientClosed(this.#request.socket),
      exiting: this.#exiting,
      error: facts.error,
    });
    return {
      kind: 'http.in',
      action: 'http.request',
      level: apiLevel,
      outcome,
      occurredAt: this.#startedAt,
      actor: this.#actor(),
      ambient: this.#ids,
      ...(this.#client === undefined ? {} : { client: this.#client }),
      http: {
        ...this.#http(),
        ...(facts.route === undefined ? {} : { route: facts.route }),
        ...(facts.name === undefined ? {} : { name: facts.name }),
        ...(statusCode === undefined ? {} : { statusCode }),
        ...(error === undefined ? {} : { error }),
      },
    };
  }

  #http(): DraftHttp {
    const method = this.#method;
    return {
      protocol: protocolOf(this.#request),
      method,
      url: addressOf(this.#request, this.#target),
      durationMs: Math.round((systemClock.monotonicMs() - this.#startedMs) * 1000) / 1000,
      request: requestMessage(this.#request, this.#requestTap, this.#fromStart),
      response: responseMessage({ method }, this.#response, this.#responseTap),
    };
  }

  #actor(): ReturnType<typeof askActor> {
    const { recorder, options } = this.#capture;
    return askActor(recorder, options.actorOf, this.#subject);
  }

  #facts(): Facts {
    try {
      return this.#capture.factsOf(this.#request);
    } catch (error) {
      this.#capture.recorder.fault('capture.facts', error);
      return {};
    }
  }

  #delivered(): boolean {
    // The compatible responses of HTTP/2 have no `writableFinished`.
    return this.#response.writableFinished ?? this.#response.writableEnded;
  }

  /** A response that never had a connection was never sent, whatever the app has written to it. */
  #statusCode(): number | undefined {
    const { headersSent, socket, statusCode } = this.#response;
    return headersSent && (this.#delivered() || socket !== null) ? statusCode : undefined;
  }
}
