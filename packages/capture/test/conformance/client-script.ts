import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Outcome } from '@whodid/core';
import { collect, exchangeBytes, request } from '../fixtures/raw-client.ts';

/** What must be recorded of one request. */
export interface Expected {
  readonly method: string;
  /** The target, without the host. */
  readonly path: string;
  /**
   * `undefined` for none: nothing was sent. `seen` where every framework has its own: that which the
   * client saw, and the outcome that belongs to it.
   */
  readonly statusCode: number | 'seen' | undefined;
  readonly outcome?: Outcome;
  /** The whole address, where it is not made of host and target. */
  readonly url?: string;
  readonly route?: string;
  /** Left out for none; `any` where it depends on the framework. */
  readonly requestBytes?: number | 'any';
  /** Where it depends on the framework, left out. */
  readonly responseBytes?: number;
  readonly requestBody?: string;
  /** As text, unpacked. */
  readonly responseBody?: string;
  readonly error?: string;
  readonly cut?: true;
}

/**
 * How much a way to capture sees: requests that the framework gets; also those that Node's parser gave
 * up; or everything that Node answers.
 */
export type Sees = 'requests' | 'parse-errors' | 'everything';

/** Something that a client does, and what must be recorded of it, by request id. */
export interface ClientScript {
  readonly name: string;
  /** Gives back every byte that the client received. */
  play(port: number, server: Server): Promise<string>;
  readonly expected: { readonly [requestId: string]: Expected };
  /** Why Node's parser gave a request up: an entry without an id of the client's. */
  readonly unreadable?: RegExp;
  /**
   * What a way to capture must see at least to record it; what sees less records nothing.
   *
   * @defaultValue `requests`
   */
  readonly seenBy?: Sees;
}

export const ok = { statusCode: 200, outcome: 'success' } as const;
export const ndjson = { 'content-type': 'application/x-ndjson' };
export const line = '{"a":1}\n';
export const long: string = line.repeat(5000);

/** One request that is answered, after which the server closes the connection. */
export function simple(
  name: string,
  target: string,
  expected: Omit<Expected, 'method' | 'path'>,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): ClientScript {
  const [method = '', path = ''] = target.split(' ');
  const text = request(target, { 'x-request-id': name, ...headers }, body);
  return {
    name,
    play: (port) => exchangeBytes(port, text),
    expected: { [name]: { method, path, ...expected } },
  };
}

/** What a client sees and does before it hangs up. */
export interface Impatience {
  /** Hangs up once it has seen this; without it 20 ms after it has sent its bytes. */
  readonly seen?: string;
  /** How it hangs up. */
  readonly leave?: (socket: Socket) => void;
}

/** A client that hangs up, whatever the server does. */
export function impatient(
  name: string,
  bytes: string,
  { seen, leave = (socket) => void socket.destroy() }: Impatience,
  ...expected: readonly [Expected, ...(readonly [string, Expected])[]]
): ClientScript {
  const [own, ...others] = expected;
  return {
    name,
    async play(port) {
      const socket = connect(port, '127.0.0.1');
      const received = collect(socket);
      socket.write(bytes, 'latin1');
      if (seen === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      else await received.until(seen);
      leave(socket);
      if (!socket.closed) await once(socket, 'close');
      // How much more was under way is a matter of luck.
      const text = received.text();
      return seen === undefined ? text : text.slice(0, text.indexOf(seen) + seen.length);
    },
    expected: { [name]: own, ...Object.fromEntries(others) },
  };
}
