import { setTimeout as wait } from 'node:timers/promises';
import type { Dice } from './dice.ts';

/** What came back, with as much of it as could be read. */
export interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
}

/** Somebody in front of a screen: an address, a browser, patience, and perhaps a token. */
export interface Visitor {
  readonly dice: Dice;
  /** Sends a request. Rejects if the shop cannot be reached or the traffic stops. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a request and hangs up after `patienceMs`. */
  hangUp(path: string, patienceMs: number): Promise<void>;
  /** Uses this token from now on; `null` for none. */
  carry(token: string | null): void;
  /** Pauses as people do between two clicks. */
  think(): Promise<void>;
}

export interface VisitorOptions {
  readonly shopUrl: string;
  readonly dice: Dice;
  /** IP address, as the proxy in front of the shop would tell it. */
  readonly address: string;
  readonly userAgent: string;
  /** Longest pause between two clicks, in milliseconds. */
  readonly thinkMs: number;
  readonly signal: AbortSignal;
}

export function createVisitor(options: VisitorOptions): Visitor {
  const { shopUrl, dice, signal, thinkMs } = options;
  let token: string | null = null;

  function send(
    method: string,
    path: string,
    body: unknown,
    until: AbortSignal,
  ): Promise<Response> {
    return fetch(new URL(path, shopUrl), {
      method,
      redirect: 'manual',
      signal: until,
      headers: {
        'user-agent': options.userAgent,
        'x-forwarded-for': options.address,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  return {
    dice,
    async ask(method, path, body) {
      const response = await send(method, path, body, signal);
      return { statusCode: response.status, body: readJson(await response.text()) };
    },
    async hangUp(path, patienceMs) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      await send('GET', path, undefined, patience).catch(() => undefined);
      signal.throwIfAborted();
    },
    carry: (next) => {
      token = next;
    },
    think: () => wait(dice.between(Math.ceil(thinkMs / 4), thinkMs), undefined, { signal }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
