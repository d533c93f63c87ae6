import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Arrival } from './arrival.ts';
import { BodyTap } from './body-tap.ts';
import { type BreakCause, type OpenExchanges, unwatchBreaks, watchBreaks } from './breaks.ts';
import type { BodyLimits } from './capture-options.ts';
import type { Facts } from './facts.ts';
import { requestMessage, responseMessage } from './messages.ts';
import { observeRequest, observeResponse } from './observe.ts';
import { clientClosed, outcomeOf } from './outcome.ts';
import type { Watched } from './watched.ts';

/** What an exchange needs to know of the capture that watches it. */
interface ExchangeOptions {
  readonly bodyLimitBytes: number | BodyLimits;
  readonly bodyTypes: readonly string[];
  readonly requestIdHeader: string | false;
}

/**
 * One request and its answer, watched until the response is closed. It records exactly one entry,
 * then.
 *
 * It is open from {@link observe} on, and over after the first of: the response closed, the
 * connection closed, the process exits, another capture took the request over. Only the first
 * three record.
 */
export class Exchange implements Watched {
  readonly rank: number;
  readonly #arrival: Arrival;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #options: ExchangeOptions;
  readonly #requestTap: BodyTap;
  readonly #responseTap: BodyTap;
  readonly #fromStart: boolean;
  #open: OpenExchanges = [];
  #over = true;

  constructor(
    arrival: Arrival,
    request: IncomingMessage,
    response: ServerResponse,
    { rank, options }: { readonly rank: number; readonly options: ExchangeOptions },
  ) {
    const { bodyLimitBytes: limit } = options;
    this.rank = rank;
    this.#options = options;
    this.#arrival = arrival;
    this.#request = request;
    this.#response = response;
    this.#requestTap = new BodyTap(typeof limit === 'number' ? limit : limit.request);
    this.#responseTap = new BodyTap(typeof limit === 'number' ? limit : limit.response);
    this.#fromStart = request.readableLength === 0 && !request.readableDidRead;
  }

  get requestId(): string {
    return this.#arrival.requestId;
  }

  get startedAt(): number {
    return this.#arrival.startedAt;
  }

  observe(): void {
    this.#over = false;
    observeRequest(this.#request, this.#requestTap, this.#arrival);
    // Koa takes all headers away before it answers an error.
    observeResponse(this.#response, this.#responseTap, () => {
      if (!this.#over) this.#giveBackId();
    });
    // `close` and not `finish`: a client that hangs up never causes `finish`, and an abandoned
    // request is what an auditor asks about.
    this.#response.on('close', () => this.#end(false));
    this.#open = watchBreaks(this.#request.socket, this);
    this.#giveBackId();
    // Mounted behind something slow, we may come after the client has left: nobody tells us again.
    if (this.#request.socket?.destroyed) setImmediate(() => this.#end(false));
  }

  run<T>(fn: () => T): T {
    return this.#arrival.run(fn);
  }

  enter<T>(fn: () => T): T | Promise<T> {
    return this.#arrival.enter(fn);
  }

  tell(facts: Facts): void {
    this.#arrival.tell(facts);
  }

  meet(subject: object): void {
    this.#arrival.meet(subject);
  }

  breakOff(cause: BreakCause): void {
    this.#end(cause === 'process_exited');
  }

  /** What the connection carries cannot be read on: our request, if it is not complete yet. */
  garbled(error: string): boolean {
    if (this.#request.complete) return false;
    this.tell({ error });
    return true;
  }

  release(): void {
    this.#stop();
    this.#arrival.leave();
    this.#takeBackId();
  }

  // Whoever takes the request over has a header of its own, or none.
  #takeBackId(): void {
    const { requestIdHeader: name } = this.#options;
    const response = this.#response;
    if (name === false || response.headersSent) return;
    try {
      if (response.getHeader(name) === this.requestId) response.removeHeader(name);
    } catch {
      // A response that takes no headers.
    }
  }

  #giveBackId(): void {
    const { requestIdHeader: name } = this.#options;
    const response = this.#response;
    // Sent already, or the app has put its own there.
    if (name === false || response.headersSent) return;
    try {
      if (!response.hasHeader(name)) response.setHeader(name, this.requestId);
    } catch {
      // A response that something else has made, and that takes no headers.
    }
  }

  #stop(): void {
    this.#over = true;
    unwatchBreaks(this.#open, this);
  }

  #end(exiting: boolean): void {
    if (this.#over) return;
    this.#stop();
    this.#arrival.record((facts) => this.#answer(facts, exiting), exiting);
  }

  #answer({ error }: Facts, exiting: boolean): Answer {
    const { method } = this.#arrival;
    const { bodyTypes } = this.#options;
    const statusCode = this.#statusCode();
    return {
      ...outcomeOf({
        statusCode,
        delivered: this.#delivered(),
        clientGone: clientClosed(this.#request.socket),
        exiting,
        error,
      }),
      statusCode,
      request: requestMessage(this.#request, this.#requestTap, this.#fromStart, bodyTypes),
      response: responseMessage({ method }, this.#response, this.#responseTap, bodyTypes),
    };
  }

  #delivered(): boolean {
    const { writableFinished, writableEnded } = this.#response;
    // What the tests' injection and HTTP/2 give for a response never gets `writableFinished`.
    return writableFinished || (writableEnded && this.#request.socket?.destroyed !== true);
  }

  /** A response that never had a connection was never sent, whatever the app has written to it. */
  #statusCode(): number | undefined {
    const { headersSent, socket, statusCode } = this.#response;
    return headersSent && (this.#delivered() || socket !== null) ? statusCode : undefined;
  }
}
