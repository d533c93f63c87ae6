import type { ServerResponse } from 'node:http';
import { type BreakCause, unwatchBreaks, watchBreaks } from '../exchange/breaks.ts';

/** How a request was answered: with a status code, or not at all. */
export type Ending =
  | { readonly statusCode: number }
  | { readonly brokenOff: BreakCause | 'recorder_closed' };

/** An answer that is waited for. */
export interface Awaited {
  /** Settles when it is over. */
  readonly over: Promise<void>;
  /** Ends the wait: there is no time left. */
  giveUp(): void;
}

/**
 * Calls `tell` once: before the first byte of an answer leaves the process, so that whoever has the
 * answer can rely on what `tell` did, or when it is certain that none will.
 *
 * @param tell - must not throw.
 */
export function whenAnswered(response: ServerResponse, tell: (ending: Ending) => void): Awaited {
  const { promise: over, resolve } = withResolver();
  let told = false;
  const end = (ending: Ending): void => {
    if (told) return;
    told = true;
    unwatchBreaks(open, exchange);
    tell(ending);
    resolve();
  };
  const exchange = {
    breakOff: (brokenOff: BreakCause): void => end({ brokenOff }),
    garbled: (): boolean => false,
  };
  const open = watchBreaks(response.req.socket, exchange);
  const original = response.writeHead as (this: unknown, ...args: unknown[]) => ServerResponse;
  const observed = function writeHead(this: unknown, ...args: unknown[]): ServerResponse {
    end({ statusCode: typeof args[0] === 'number' ? args[0] : response.statusCode });
    return Reflect.apply(original, this, args) as ServerResponse;
  };
  response.writeHead = observed as ServerResponse['writeHead'];
  // Implementations of their own may send headers in other ways.
  response.once('close', () => {
    const { headersSent, statusCode } = response;
    end(headersSent ? { statusCode } : { brokenOff: 'connection_closed' });
  });
  return { over, giveUp: () => end({ brokenOff: 'recorder_closed' }) };
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
