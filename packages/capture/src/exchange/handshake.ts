import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer, Arrival } from './arrival.ts';
import { type BreakCause, type OpenExchanges, unwatchBreaks, watchBreaks } from './breaks.ts';
import type { Facts } from './facts.ts';
import { clientClosed, outcomeOf } from './outcome.ts';
import { type Headers, parseHeaders } from './sent-headers.ts';
import type { Watched } from './watched.ts';

const statusLine = /^HTTP\/1\.[01] (\d{3})\b/;

/**
 * A request to switch protocols, as for a WebSocket. There is no response object: the app writes
 * its answer to the connection. It records exactly one entry: when that answer is written, or when
 * the connection closes without one. What is said after the switch is not HTTP any more.
 */
export class Handshake implements Watched {
  readonly rank: number;
  readonly #arrival: Arrival;
  readonly #request: IncomingMessage;
  readonly #connection: Socket;
  #open: OpenExchanges = [];
  #over = true;
  #restore: () => void = () => {};

  constructor(arrival: Arrival, request: IncomingMessage, rank: number) {
    this.rank = rank;
    this.#arrival = arrival;
    this.#request = request;
    this.#connection = request.socket;
  }

  get requestId(): string {
    return this.#arrival.requestId;
  }

  get startedAt(): number {
    return this.#arrival.startedAt;
  }

  observe(): void {
    this.#over = false;
    this.#restore = onWrite(this.#connection, (text) => this.#end(text, false));
    this.#open = watchBreaks(this.#connection, this);
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
    this.#end(undefined, cause === 'process_exited');
  }

  garbled(): boolean {
    return false;
  }

  release(): void {
    this.#stop();
    this.#arrival.leave();
  }

  #stop(): void {
    this.#over = true;
    this.#restore();
    unwatchBreaks(this.#open, this);
  }

  #end(written: string | undefined, exiting: boolean): void {
    if (this.#over) return;
    this.#stop();
    this.#arrival.record((facts) => this.#answer(facts, written, exiting), exiting);
  }

  #answer({ error }: Facts, written: string | undefined, exiting: boolean): Answer {
    const [, code] = statusLine.exec(written ?? '') ?? [];
    const statusCode = code === undefined ? undefined : Number(code);
    const headers: Headers = statusCode === undefined ? {} : parseHeaders(written ?? '');
    return {
      ...outcomeOf({
        statusCode,
        delivered: written !== undefined,
        clientGone: clientClosed(this.#connection),
        exiting,
        error,
      }),
      statusCode,
      request: { headers: this.#request.headers, bodyBytes: 0 },
      response: { headers, bodyBytes: 0 },
    };
  }
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Looks at what is written to a connection. Gives back what puts its methods in place again. */
function onWrite(connection: Socket, hear: (text: string) => void): () => void {
  const { write, end } = connection;
  const own = { write: Object.hasOwn(connection, 'write'), end: Object.hasOwn(connection, 'end') };
  const restore = (): void => {
    if (own.write) connection.write = write;
    else Reflect.deleteProperty(connection, 'write');
    if (own.end) connection.end = end;
    else Reflect.deleteProperty(connection, 'end');
  };
  const observed = (original: Method): Method =>
    function observed(this: unknown, ...args) {
      const [chunk] = args;
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
        hear(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'));
      }
      return Reflect.apply(original, this, args);
    };
  connection.write = observed(write as Method) as Socket['write'];
  connection.end = observed(end as Method) as Socket['end'];
  return restore;
}
